import type { ClockOwner } from '../../domain/clocks/clock.js';
export type ClockTone = 'calm' | 'soon' | 'urgent' | 'overdue' | 'paused' | 'met' | 'theirs' | 'ended';

/** The fields a badge needs. Instants in milliseconds since the epoch. */
export interface ShownClock {
  owner: ClockOwner;
  state: 'running' | 'paused' | 'met' | 'missed' | 'cancelled' | 'lapsed';
  startsAt: number | null;
  dueAt: number | null;
  metAt: number | null;
}

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

type GivenClock = Pick<ShownClock, 'owner' | 'state'> &
  Record<'startsAt' | 'dueAt', string | null> & { metAt?: string | null };

export function toShown({ owner, state, startsAt, dueAt, metAt = null }: GivenClock): ShownClock {
  const ms = (at: string | null) => (at === null ? null : Date.parse(at));
  return { owner, state, startsAt: ms(startsAt), dueAt: ms(dueAt), metAt: ms(metAt) };
}

/**
 * Returns the tone of a clock. Ours: `soon` in the last quarter of the span, `urgent` in the last hour, `overdue` after
 * the due date.
 */
export function computeClockTone({ owner, state, startsAt, dueAt, metAt }: ShownClock, now: number): ClockTone {
  // A clock met after it was missed keeps the state `missed`, but nothing is pending any more.
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

export function wasLate({ dueAt, metAt }: Pick<ShownClock, 'dueAt' | 'metAt'>): boolean {
  return dueAt !== null && metAt !== null && metAt > dueAt;
}
