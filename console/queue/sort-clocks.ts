import type { Clock } from '../http/types.js';
import { computeClockTone, toShown } from '../parts/clock-tone.js';

/** Our running clocks first; then our paused ones, the authority's, met ones, and ended ones. */
const RANK = { overdue: 0, urgent: 0, soon: 0, calm: 0, paused: 1, theirs: 2, met: 3, ended: 4 } as const;

export function sortClocks<Row extends Pick<Clock, 'owner' | 'state' | 'startsAt' | 'dueAt' | 'metAt'>>(
  clocks: readonly Row[],
): Row[] {
  return clocks
    .map((clock) => ({ clock, shown: toShown(clock) }))
    .map(({ clock, shown }) => ({
      clock,
      rank: RANK[computeClockTone(shown, 0)],
      due: shown.dueAt ?? Number.MAX_SAFE_INTEGER,
    }))
    .toSorted((one, other) => one.rank - other.rank || one.due - other.due)
    .map(({ clock }) => clock);
}
