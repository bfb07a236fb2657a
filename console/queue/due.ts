import type { NoticeSummary } from '../http/types.js';
import type { ClockKind, ClockBasis } from '../../domain/clocks/clock.js';
import { toShown, type ShownClock } from '../parts/clock-tone.js';

/** The deadline a queue row shows; null if none is running. */
export function findShownDue(
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

/** Our own due date in milliseconds, for the bands; null for the authority's clocks and paused ones. */
export function findOwnDue(notice: NoticeSummary): number | null {
  const { due } = notice;
  return due === null || due.owner === 'authority' || due.state === 'paused' ? null : toShown(due).dueAt;
}
