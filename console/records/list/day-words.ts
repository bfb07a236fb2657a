import { instantOf, readWhen } from '../../intake/when/when.js';

/** Noon, so that no zone and no clock change moves the day. */
const NOON = ' 12:00';

/**
 * A day as people type it (`4 Feb 2021`, `yesterday`, `2021-02-04`) as an address names it; empty for nothing typed, null
 * for what names no day or could name two.
 */
export function readDayWords(text: string, now: number): string | null {
  const typed = text.trim();
  if (typed === '') return '';
  return instantOf(readWhen(`${typed}${NOON}`, { zone: 'UTC', now }))?.slice(0, 10) ?? null;
}
