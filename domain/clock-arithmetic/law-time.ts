import { parseDay } from './calendar-date.js';
import { parseInstant } from './instant-text.js';

/** A point in time: an instant, or a date that each law reads in its own time zone. */
export type LawTime = { atMs: number } | { date: string };

/** Parses `2026-02-20` or an RFC 3339 time with an offset; returns undefined for other text. */
export function parseLawTime(text: string): LawTime | undefined {
  if (parseDay(text) !== undefined) return { date: text };
  const instant = parseInstant('time', text);
  return instant.ok ? { atMs: instant.value } : undefined;
}
