import { parseDay } from './calendar-date.js';
import { parseInstant } from './instant-text.js';

/** When: an instant, or a date that each law reads in its own zone. */
export type LawTime = { atMs: number } | { date: string };

/** `2026-02-20`, which each law reads in its own zone, or an RFC 3339 time with an offset; undefined for other text. */
export function parseLawTime(text: string): LawTime | undefined {
  if (parseDay(text) !== undefined) return { date: text };
  const instant = parseInstant('time', text);
  return instant.ok ? { atMs: instant.value } : undefined;
}
