import i18next from 'i18next';
import type { Words } from '../../console/words/use-words.js';

// What the console asks a browser for before it can speak.
Object.assign(globalThis, {
  document: { documentElement: { dataset: {}, lang: '' } },
  localStorage: { getItem: () => null, setItem: () => undefined },
});
Object.defineProperty(globalThis, 'navigator', { value: { languages: ['en'], platform: '' }, configurable: true });

/** The English texts of the console as a reader gets them, without a browser. Imported before what speaks. */
export async function englishWords(): Promise<Words> {
  const { english: en } = await import('../../console/words/en/whole.js');
  await i18next.init({ lng: 'en', defaultNS: 'frame', resources: { en }, interpolation: { escapeValue: false } });
  const t: unknown = i18next.t;
  return t as Words;
}
