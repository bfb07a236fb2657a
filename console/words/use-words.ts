import { useTranslation } from 'react-i18next';
import type { english } from './en/whole.js';

/** `count` selects singular or plural, so the caller names the key without its suffix. */
type Singular<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;

type Leaves<Texts, Path extends string> = {
  [Key in keyof Texts & string]: Texts[Key] extends string
    ? `${Path}${Singular<Key>}`
    : Leaves<Texts[Key], `${Path}${Key}.`>;
}[keyof Texts & string];

type English = typeof english;

/** A text by catalogue and path, such as `queue:band.overdue`. A missing key does not compile. */
export type WordKey = { [Name in keyof English]: Leaves<English[Name], `${Name}:`> }[keyof English];

export type Words = (key: WordKey, values?: Record<string, string | number>) => string;

export function useWords(): Words {
  return useTranslation().t as unknown as Words;
}

/** Looks up a text whose key is known only at run time; returns `fallback` if it is missing. */
export function wordAt(t: Words, path: string, code: string, fallback?: string): string {
  const key = `${path}.${code}` as WordKey;
  return fallback === undefined ? t(key) : t(key, { defaultValue: fallback });
}
