import { call, read } from '../http/call.js';
import { findOneOf } from '../../domain/is-one-of.js';
import { isNewHere, settingsStore, type Settings, MEDIA, LANGUAGES } from './settings.js';
import { getKeys } from '../../domain/record-keys.js';

type KeptSettings = Pick<Settings, 'theme' | 'density' | 'preview' | 'hiddenColumns'> & {
  language: string | null;
  media: string;
};

/** Loads a person's settings in a browser that has none, and saves changes. Returns the unsubscribe function. */
export function syncSettings(): () => void {
  let isTaking = false;
  let hasChosen = false;
  const take = async () => {
    const { theme, density, language, media, preview, hiddenColumns } = await read<KeptSettings>('/v1/me/settings', {
      background: true,
    });
    // A choice made while the response was in flight is newer.
    if (hasChosen) return;
    isTaking = true;
    settingsStore.set((before) => ({
      theme,
      density,
      preview,
      hiddenColumns,
      language: findOneOf(getKeys(LANGUAGES), language) ?? before.language,
      media: findOneOf(MEDIA, media) ?? before.media,
    }));
    isTaking = false;
  };
  // Settings are not essential: a failed request is retried only with the next change.
  if (isNewHere) void take().catch(() => undefined);
  return settingsStore.subscribe(() => {
    if (isTaking) return;
    hasChosen = true;
    void call('PUT', '/v1/me/settings', { body: settingsStore.get() }).catch(() => undefined);
  });
}
