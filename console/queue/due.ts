import type { NoticeSummary } from '../http/types.js';
import type { ClockKind, ClockBasis } from '../../domain/clock/clock.js';
import { toShown, type ShownClock } from '../parts/clock-tone.js';

/** The clock that a row of the queue shows, or null when none runs. */
export function dueOf(
  notice: NoticeSummary,
): { clock: ShownClock; kind: ClockKind; unchecked: boolean; basis: ClockBasis } | null {
  const { due } = notice;
  if (due === null) return null;
  return {
    clock: toShown(due),
    kind: due.kind,
    unchecked: due.confidence === 'from_memory',
    basis: due.basis,
  };
}

/** By when we must act, for the bands; the authority's clocks are not ours to miss. */
export function ownDueOf(notice: NoticeSummary): number | null {
  const { due } = notice;
  return due === null || due.owner === 'authority' || due.state === 'paused' ? null : toShown(due).dueAt;
}
