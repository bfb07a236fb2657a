import { DAY_MS, LAST_DAY, LAST_MS, weekdayIndex } from './calendar-date.js';
import { TOO_LATE } from './due.js';
import type { Calendar } from './input.js';
import type { Zone } from './local-time.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';

/** `fromMs` is inclusive, `toMs` exclusive. */
export interface Span {
  fromMs: number;
  toMs: number;
}

const MINUTE_MS = 60_000;
// A window edge lies at most 40 h before the UTC midnight of its date: 16 h of offset (Manila before 1845) and a gap of 24 h.
const EARLIEST_EDGE_MS = 40 * 3_600_000;

function openSpansOfDay(zone: Zone, calendar: Calendar, day: number): Span[] {
  const windows = calendar.windows[weekdayIndex(day)] ?? [];
  if (windows.length === 0 || calendar.holidays.has(day) || zone.skips(day)) return [];
  const edge = (minutes: number) => zone.toInstant(day * DAY_MS + minutes * MINUTE_MS);
  return windows.map(({ opensAt, closesAt }) => ({ fromMs: edge(opensAt), toMs: edge(closesAt) }));
}

/**
 * Yields, in order, every open span that ends after `fromMs`, up to year 9999. Of overlapping windows the later one
 * yields only what it adds, so that a calendar that never closes is read no further than the count needs.
 */
export function* openSpans(zone: Zone, calendar: Calendar, fromMs: number): Generator<Span> {
  let waiting: Span[] = []; // spans that one of a later date may still precede: gaps shift edges
  let reachedMs = fromMs;
  for (let day = Math.floor(zone.toLocal(fromMs) / DAY_MS) - 2; day <= LAST_DAY + 2; day += 1) {
    if (day <= LAST_DAY) waiting.push(...openSpansOfDay(zone, calendar, day));
    waiting.sort((one, other) => one.fromMs - other.fromMs);
    const finalBeforeMs = (day + 1) * DAY_MS - EARLIEST_EDGE_MS;
    const final = waiting.filter((span) => span.fromMs < finalBeforeMs);
    waiting = waiting.slice(final.length);
    for (const span of final) {
      const opensMs = Math.max(span.fromMs, reachedMs);
      if (span.toMs <= opensMs) continue; // adds nothing; a window within a gap may close before it opens
      yield { fromMs: opensMs, toMs: span.toMs };
      reachedMs = span.toMs;
    }
  }
}

const NEVER: Span = { fromMs: Number.POSITIVE_INFINITY, toMs: Number.POSITIVE_INFINITY };

function outsidePauses(span: Span, pauses: readonly Span[]): Span[] {
  const pieces: Span[] = [];
  let { fromMs } = span;
  for (const pause of [...pauses, NEVER]) {
    const toMs = Math.min(pause.fromMs, span.toMs);
    if (fromMs < toMs) pieces.push({ fromMs, toMs });
    fromMs = Math.max(fromMs, pause.toMs);
  }
  return pieces;
}

export function countOpenTime(
  zone: Zone,
  calendar: Calendar,
  { fromMs, amountMs, pauses }: { fromMs: number; amountMs: number; pauses: readonly Span[] },
): Result<number> {
  if (calendar.windows.every((windows) => windows.length === 0))
    return bad('the calendar never opens: it has no windows');
  if (amountMs > LAST_MS - fromMs) return bad(TOO_LATE); // open time is never longer than elapsed time
  let leftMs = amountMs;
  for (const open of openSpans(zone, calendar, fromMs)) {
    for (const piece of outsidePauses(open, pauses)) {
      const lengthMs = piece.toMs - piece.fromMs;
      if (leftMs <= lengthMs) return good(piece.fromMs + leftMs);
      leftMs -= lengthMs;
    }
  }
  return bad('the calendar cannot use up the amount before year 10000');
}

export function openTimeWithin(zone: Zone, calendar: Calendar, span: Span): number {
  let totalMs = 0;
  for (const open of openSpans(zone, calendar, span.fromMs)) {
    if (open.fromMs >= span.toMs) break;
    totalMs += Math.min(open.toMs, span.toMs) - open.fromMs;
  }
  return totalMs;
}
