import { useWords } from '../words/use-words.js';
import { sessionStore } from '../http/session.js';
import { settingsStore, type Settings } from '../state/settings.js';
import { useStore } from '../state/store.js';

const THEMES = ['system', 'light', 'dark'] as const;
/** How pictures and films of a notice look once they are asked for. */
const MEDIA = ['blur', 'grey', 'shown'] as const;
const DENSITIES = ['comfortable', 'compact'] as const;
/** Each language in its own words, so that whoever needs it finds it. */
const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français' } as const;

/** Who is signed in, and how they like to see things. */
export function SettingsFoot({ name, roles, onKeys }: { name: string; roles: readonly string[]; onKeys: () => void }) {
  const t = useWords();
  const settings = useStore(settingsStore);
  const choose = (part: Partial<Settings>) => settingsStore.set((before) => ({ ...before, ...part }));
  const roleNames = roles.map((role) => t(`frame:role.${role as 'reviewer'}`)).join(', ');
  return (
    <div className="foot">
      <div>
        <span className="mid">{name}</span>
        <br />
        <span className="dim xs">{roleNames}</span>
      </div>
      <div className="seg" role="group" aria-label={t('frame:theme.label')}>
        {THEMES.map((theme) => (
          <button key={theme} type="button" aria-pressed={settings.theme === theme} onClick={() => choose({ theme })}>
            {t(`frame:theme.${theme}`)}
          </button>
        ))}
      </div>
      <div className="seg" role="group" aria-label={t('frame:density.label')}>
        {DENSITIES.map((density) => (
          <button
            key={density}
            type="button"
            aria-pressed={settings.density === density}
            onClick={() => choose({ density })}
          >
            {t(`frame:density.${density}`)}
          </button>
        ))}
      </div>
      <label className="xs dim lang">
        <span className="vh">{t('frame:language')}</span>
        <select
          value={settings.language}
          onChange={(event) => choose({ language: event.target.value as Settings['language'] })}
        >
          {Object.entries(LANGUAGES).map(([code, own]) => (
            <option key={code} value={code} lang={code}>
              {own}
            </option>
          ))}
        </select>
      </label>
      <label className="xs dim lang">
        <span className="vh">{t('frame:media.label')}</span>
        <select
          value={settings.media}
          title={t('frame:media.label')}
          onChange={(event) => choose({ media: event.target.value as Settings['media'] })}
        >
          {MEDIA.map((media) => (
            <option key={media} value={media}>
              {t(`frame:media.${media}`)}
            </option>
          ))}
        </select>
      </label>
      <div className="dim xs foot-acts">
        <button type="button" className="text-button" onClick={onKeys}>
          <kbd>?</kbd> {t('frame:allKeys')}
        </button>
        <button type="button" className="text-button" onClick={() => void signOut()}>
          {t('frame:signOut')}
        </button>
      </div>
      <div className="mini xs" title={`${name}, ${roleNames}`}>
        <span className="mid">{name.split(' ')[0]}</span>
        <br />
        <span className="dim">{roleNames.split(', ')[0]}</span>
        <br />
        <br />
        <kbd>?</kbd> <span className="dim">{t('frame:keys')}</span>
      </div>
    </div>
  );
}

/** Whatever comes of it, the person is at the door: by way of the issuer where that ends its own session. */
async function signOut(): Promise<void> {
  const headers = { 'x-csrf-token': sessionStore.get().session?.csrf ?? '' };
  // Not by `call`: a session that has ended already asks nobody to sign in again.
  const answer = await fetch('/auth/sign-out', { method: 'POST', headers }).catch(() => null);
  sessionStore.set({ session: null, expired: false });
  window.location.assign(answer?.headers.get('location') ?? '/sign-in');
}
