import { settingsStore, type Settings, THEMES, DENSITIES, LANGUAGES } from '../state/settings.js';
import type { Shortcut } from '../state/shortcuts.js';
import { getKeys } from '../../domain/record-keys.js';
import type { Words } from '../words/use-words.js';
import { openOwnDialog, OWN_DIALOGS } from './OwnDialogs.js';
import { signOut } from './sign-out.js';

export function ownCommands(t: Words): Shortcut[] {
  const setting = (id: string, label: string, part: Partial<Settings>) => ({
    id,
    label,
    run: () => settingsStore.set((before) => ({ ...before, ...part })),
  });
  return [
    ...THEMES.map((theme) =>
      setting(`theme-${theme}`, `${t('frame:theme.label')}: ${t(`frame:theme.${theme}`)}`, { theme }),
    ),
    ...DENSITIES.map((density) =>
      setting(`rows-${density}`, `${t('frame:density.label')}: ${t(`frame:density.${density}`)}`, { density }),
    ),
    ...getKeys(LANGUAGES).map((language) =>
      setting(`language-${language}`, `${t('frame:language')}: ${LANGUAGES[language]}`, { language }),
    ),
    ...OWN_DIALOGS.map((name) => ({ id: name, label: t(`frame:${name}`), run: () => openOwnDialog(name) })),
    { id: 'sign-out', label: t('frame:signOut'), run: () => void signOut() },
  ];
}
