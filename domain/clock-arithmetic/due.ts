import { DAY_MS, FIRST_MS, LAST_MS } from './calendar-date.js';
import type { Zone } from './local-time.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';

/**
 * A due while it is being counted: an instant for hour counts; a date and time of day for day counts, converted only at
 * the end or when hours are added. `timeMs` of a whole day is the end of that date.
 */
export type Due = { is: 'instant'; ms: number } | { is: 'local'; day: number; timeMs: number };
export type LocalDue = Extract<Due, { is: 'local' }>;

export function instantDue(ms: number): Due {
  return { is: 'instant', ms };
}

export function toLocalDue(zone: Zone, due: Due): LocalDue {
  if (due.is === 'local') return due;
  const localMs = zone.toLocal(due.ms);
  const day = Math.floor(localMs / DAY_MS);
  return { is: 'local', day, timeMs: localMs - day * DAY_MS };
}

export function toInstant(zone: Zone, due: Due): number {
  return due.is === 'instant' ? due.ms : zone.toInstant(due.day * DAY_MS + due.timeMs);
}

export const TOO_LATE = 'the due lies after year 9999';
export const TOO_EARLY = 'the due lies before year 0001';

export function settle(zone: Zone, due: Due): Result<number> {
  const ms = toInstant(zone, due);
  if (ms > LAST_MS) return bad(TOO_LATE);
  return ms < FIRST_MS ? bad(TOO_EARLY) : good(ms);
}
