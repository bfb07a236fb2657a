import { useWords } from '../words/use-words.js';
import { getKeys } from '../../domain/record-keys.js';
import { Segments, toOptions } from '../forms/Segments.js';
import { onChosen } from '../forms/on-chosen.js';
import { settingsStore, type Settings, THEMES, DENSITIES, MEDIA, LANGUAGES } from '../state/settings.js';
import { useStore } from '../state/store.js';
import { signOut } from './sign-out.js';
import { openOwnDialog, OWN_DIALOGS } from './OwnDialogs.js';

export function OwnSettings({ onKeys }: { onKeys: () => void }) {
  const t = useWords();
  const settings = useStore(settingsStore);
  const choose = (part: Partial<Settings>) => settingsStore.set((before) => ({ ...before, ...part }));
  return (
    <>
      <Segments
        label={t('frame:theme.label')}
        options={toOptions(THEMES, (theme) => t(`frame:theme.${theme}`))}
        value={settings.theme}
        onChange={(theme) => choose({ theme })}
      />
      <Segments
        label={t('frame:density.label')}
        options={toOptions(DENSITIES, (density) => t(`frame:density.${density}`))}
        value={settings.density}
        onChange={(density) => choose({ density })}
      />
      <label className="fine faint language">
        <span className="visually-hidden">{t('frame:language')}</span>
        <select value={settings.language} onChange={onChosen(getKeys(LANGUAGES), (language) => choose({ language }))}>
          {Object.entries(LANGUAGES).map(([code, own]) => (
            <option key={code} value={code} lang={code}>
              {own}
            </option>
          ))}
        </select>
      </label>
      <label className="fine faint language">
        <span className="visually-hidden">{t('frame:media.label')}</span>
        <select
          value={settings.media}
          title={t('frame:media.label')}
          onChange={onChosen(MEDIA, (media) => choose({ media }))}
        >
          {MEDIA.map((media) => (
            <option key={media} value={media}>
              {t(`frame:media.${media}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="faint fine flow">
        <button type="button" className="text-button" onClick={onKeys}>
          <kbd>?</kbd> {t('frame:allKeys')}
        </button>
        {OWN_DIALOGS.map((name) => (
          <button
            key={name}
            type="button"
            className="text-button"
            aria-haspopup="dialog"
            onClick={() => openOwnDialog(name)}
          >
            {t(`frame:${name}`)}
          </button>
        ))}
        <button type="button" className="text-button" onClick={() => void signOut()}>
          {t('frame:signOut')}
        </button>
      </div>
    </>
  );
}
