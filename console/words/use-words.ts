import { useTranslation } from 'react-i18next';
import type { english } from './en/whole.js';

/** `count` chooses between singular and plural: the caller names the word without its ending. */
type Singular<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

type Leaves<Texts, Path extends string> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? `${Path}${Singular<Key>}`
    : Leaves<Texts[Key], `${Path}${Key}.`>;
}[keyof Texts & string];

type English = typeof english;

/** Every text of the console by catalogue and path, like `queue:band.overdue`. A key that is not there does not compile. */
export type WordKey = { [Name in keyof English]: Leaves<English[Name], `${Name}:`> }[keyof English];

export type Words = (key: WordKey, values?: Record<string, string | number>) => string;

/** The texts of the console in the reader's language. */
export function useWords(): Words {
  return useTranslation().t as unknown as Words;
}

/** The word at a place of a catalogue whose name is only known when it runs; `fallback` where there is none. */
export function wordAt(t: Words, path: string, code: string, fallback?: string): string {
  const key = `${path}.${code}` as WordKey;
  return fallback === undefined ? t(key) : t(key, { defaultValue: fallback });
}
