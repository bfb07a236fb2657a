import { pickInstant, readWhen } from '../../forms/when/when.js';

/**
 * Validates a day from the address, such as `2026-02-20`; undefined if invalid, so that the screen uses its default.
 */
export function readDay(text: string | undefined): string | undefined {
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
}

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
