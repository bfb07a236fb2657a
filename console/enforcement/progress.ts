import type { Enforcement } from '../http/types.js';

/** The states of a target within a submission. They are disjoint and cover all targets. */
export const PROGRESS_PARTS = ['applied', 'already', 'failed', 'refused', 'pending'] as const;
export type ProgressPart = (typeof PROGRESS_PARTS)[number];

export interface ShownPart {
  part: ProgressPart;
  count: number;
  /** In percent of the total. */
  share: number;
}

/** Returns the segments of the progress bar without empty ones. */
export function listShownParts(progress: Pick<Enforcement, ProgressPart | 'total'>): ShownPart[] {
  return PROGRESS_PARTS.map((part) => ({
    part,
    count: progress[part],
    share: share(progress[part], progress.total),
  })).filter(({ count }) => count > 0);
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : (100 * count) / total;
}

export function countDone({ total, pending }: Pick<Enforcement, 'total' | 'pending'>): number {
  return total - pending;
}

/** Whether the parts add up to the total, so that the display never loses a target. */
export function addsUp(progress: Pick<Enforcement, ProgressPart | 'total'>): boolean {
  return PROGRESS_PARTS.reduce((sum, part) => sum + progress[part], 0) === progress.total;
}

export type Phase = 'nothing' | 'waiting' | 'running' | 'paused' | 'finished';

/** Returns the phase: nothing to do, not started, running, paused by a person, or finished. */
export function computePhase({ total, pending, startedAt, paused }: Enforcement): Phase {
  if (total === 0) return 'nothing';
  if (pending === 0) return 'finished';
  if (paused !== null) return 'paused';
  return startedAt === null ? 'waiting' : 'running';
}
