import type { Words } from '../words/use-words.js';
import { formatCountry, formatList } from './format.js';

const MAX_NAMED = 3;

/** Describes where an order takes effect, for use after `in`: `Germany`, or `27 countries`. */
export function reachText(countries: readonly string[], t: Words): string {
  const count = countries.length;
  return count > MAX_NAMED ? t('words:countryCount', { count }) : reachList(countries);
}

/** Like `reachText`, with every country named. */
export const reachList = (countries: readonly string[]): string => formatList(countries.map(formatCountry));
