import { call, read } from '../http/call.js';
import { oneOf } from '../../domain/is-one-of.js';
import { isNewHere, settingsStore, type Settings } from './settings.js';

/** What the desk keeps of a person's settings: more choices than this console has are left alone. */
interface KeptSettings {
  theme: Settings['theme'];
  density: Settings['density'];
  language: string | null;
  media: string;
}

const LANGUAGES: readonly Settings['language'][] = ['en', 'de', 'fr'];
const MEDIA: readonly Settings['media'][] = ['blur', 'grey', 'shown'];

/** Takes a person's settings along to a browser that is new to them, and keeps what they change. */
export function syncSettings(): () => void {
  let isTaking = false;
  let hasChosen = false;
  const take = async () => {
    const { theme, density, language, media } = await read<KeptSettings>('/v1/me/settings', { background: true });
    // What was chosen while the answer was on its way is newer.
    if (hasChosen) return;
    isTaking = true;
    settingsStore.set((before) => ({
      theme,
      density,
      language: oneOf(LANGUAGES, language) ?? before.language,
      media: oneOf(MEDIA, media) ?? before.media,
    }));
    isTaking = false;
  };
  // Settings are a comfort: a desk that does not answer now is asked with the next change.
  if (isNewHere) void take().catch(() => undefined);
  return settingsStore.subscribe(() => {
    if (isTaking) return;
    hasChosen = true;
    void call('PUT', '/v1/me/settings', { body: settingsStore.get() }).catch(() => undefined);
  });
}
