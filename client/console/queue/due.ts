import type { NoticeSummary } from '../http/types.js';
import type { ShownClock } from '../parts/clock-tone.js';

const ms = (at: string | null | undefined) => (at === null || at === undefined ? null : Date.parse(at));

/** The clock that a row of the queue shows, or null when none runs. */
export function dueOf(
  notice: NoticeSummary,
): { clock: ShownClock; kind: string; unchecked: boolean; basis: string } | null {
  const { due } = notice;
  if (due === null) return null;
  return {
    clock: { owner: due.owner, state: due.state, startsAt: ms(due.startsAt), dueAt: ms(due.dueAt), metAt: null },
    kind: due.kind,
    unchecked: due.confidence === 'from_memory',
    basis: due.basis,
  };
}

/** By when we must act, for the bands; the authority's clocks are not ours to miss. */
export function ownDueOf(notice: NoticeSummary): number | null {
  const { due } = notice;
  return due === null || due.owner === 'authority' || due.state === 'paused' ? null : ms(due.dueAt);
}
