import i18next from 'i18next';
import type { Words } from '../../console/words/use-words.js';

// The browser globals that the console reads before it can render text.
Object.assign(globalThis, {
  document: { documentElement: { dataset: {}, lang: '' } },
  localStorage: { getItem: () => null, setItem: () => undefined },
});
Object.defineProperty(globalThis, 'navigator', { value: { languages: ['en'], platform: '' }, configurable: true });

/** Loads the console's English texts without a browser. Import it before modules that use them. */
export async function englishWords(): Promise<Words> {
  const { english: en } = await import('../../console/words/en/whole.js');
  await i18next.init({ lng: 'en', defaultNS: 'frame', resources: { en }, interpolation: { escapeValue: false } });
  const t: unknown = i18next.t;
  return t as Words;
}
