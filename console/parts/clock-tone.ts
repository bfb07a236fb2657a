import type { ClockOwner } from '../../domain/clock/clock.js';
/** How a clock is shown: the shape, the colour and the word go together. */
export type ClockTone = 'calm' | 'soon' | 'urgent' | 'overdue' | 'paused' | 'met' | 'theirs' | 'ended';

/** What a badge needs to know of a clock. Instants in milliseconds. */
export interface ShownClock {
  owner: ClockOwner;
  state: 'running' | 'paused' | 'met' | 'missed' | 'cancelled' | 'lapsed';
  startsAt: number | null;
  dueAt: number | null;
  metAt: number | null;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A clock as the HTTP interface gives it: the same instants as text. */
type GivenClock = Pick<ShownClock, 'owner' | 'state'> &
  Record<'startsAt' | 'dueAt', string | null> & { metAt?: string | null };

/** A clock of the HTTP interface as a badge takes it. */
export function toShown({ owner, state, startsAt, dueAt, metAt = null }: GivenClock): ShownClock {
  const ms = (at: string | null) => (at === null ? null : Date.parse(at));
  return { owner, state, startsAt: ms(startsAt), dueAt: ms(dueAt), metAt: ms(metAt) };
}

/** Ours: `soon` in the last quarter of the span, `urgent` in the last hour, `overdue` after the due. */
export function toneOf({ owner, state, startsAt, dueAt, metAt }: ShownClock, now: number): ClockTone {
  // A clock that was missed and then met keeps its state; what counts on the screen is that nothing waits any more.
  if (state === 'met' || metAt !== null) return 'met';
  if (owner === 'authority') return 'theirs';
  if (state === 'paused') return 'paused';
  if (state === 'cancelled' || state === 'lapsed') return 'ended';
  if (dueAt === null) return 'calm';
  const left = dueAt - now;
  if (state === 'missed' || left <= 0) return 'overdue';
  if (left <= HOUR) return 'urgent';
  return startsAt !== null && left <= (dueAt - startsAt) / 4 ? 'soon' : 'calm';
}

/** Met, but after its due. */
export function wasLate({ dueAt, metAt }: Pick<ShownClock, 'dueAt' | 'metAt'>): boolean {
  return dueAt !== null && metAt !== null && metAt > dueAt;
}
