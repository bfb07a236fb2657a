import { settingsStore, type Settings } from '../state/settings.js';
import type { Shortcut } from '../state/shortcuts.js';
import { getKeys } from '../../domain/record-keys.js';
import type { Words } from '../words/use-words.js';
import { signOut } from './sign-out.js';

export const THEMES = ['system', 'light', 'dark'] as const;
export const DENSITIES = ['comfortable', 'compact'] as const;
/** Each language in its own name, so that its speakers find it. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;

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
    { id: 'sign-out', label: t('frame:signOut'), run: () => void signOut() },
  ];
}
