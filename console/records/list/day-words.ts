import { pickInstant, readWhen } from '../../forms/when/when.js';

/** Noon, so that no time zone or clock change shifts the day. */
const NOON = ' 12:00';

/**
 * Parses a typed day (`4 Feb 2021`, `yesterday`, `2021-02-04`) to ISO; empty for no text, null if it is no day or
 * ambiguous.
 */
export function readDayWords(text: string, now: number): string | null {
  const typed = text.trim();
  if (typed === '') return '';
  return pickInstant(readWhen(`${typed}${NOON}`, { zone: 'UTC', now }))?.slice(0, 10) ?? null;
}
