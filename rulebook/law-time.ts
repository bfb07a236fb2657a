import { parseDay } from '../domain/clock-arithmetic/index.js';
import { parseInstant } from '../domain/clock-arithmetic/instant-text.js';
import type { LawTime } from './rulebook.js';

/** `2026-02-20`, which each law reads in its own zone, or an RFC 3339 time with an offset; undefined for other text. */
export function parseLawTime(text: string): LawTime | undefined {
  if (parseDay(text) !== undefined) return { date: text };
  const instant = parseInstant('time', text);
  return instant.ok ? { atMs: instant.value } : undefined;
}
