import { HOUR } from '../parts/clock-tone.js';

/** Bands of the queue, nearest own due first. */
export type Band = 'overdue' | 'hour' | 'day' | 'later' | 'none';

/** In which band a notice lies by its nearest own due. */
export function bandOf(dueAt: number | null, now: number): Band {
  if (dueAt === null) return 'none';
  const left = dueAt - now;
  if (left <= 0) return 'overdue';
  if (left <= HOUR) return 'hour';
  return left <= 24 * HOUR ? 'day' : 'later';
}
