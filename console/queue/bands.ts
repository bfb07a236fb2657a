import { HOUR } from '../parts/clock-tone.js';

export type Band = 'overdue' | 'hour' | 'day' | 'later' | 'none';

export function computeBand(dueAt: number | null, now: number): Band {
  if (dueAt === null) return 'none';
  const left = dueAt - now;
  if (left <= 0) return 'overdue';
  if (left <= HOUR) return 'hour';
  return left <= 24 * HOUR ? 'day' : 'later';
}
