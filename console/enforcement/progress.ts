import type { Enforcement } from '../http/types.js';

/** Where a target of the submission stands. Together they are all of them. */
export const PARTS = ['applied', 'already', 'failed', 'refused', 'pending'] as const;
export type Part = (typeof PARTS)[number];

export interface ShownPart {
  part: Part;
  count: number;
  /** Percent of the whole. */
  share: number;
}

/** The parts of the bar, empty ones left out. */
export function partsOf(progress: Pick<Enforcement, Part | 'total'>): ShownPart[] {
  return PARTS.map((part) => ({ part, count: progress[part], share: share(progress[part], progress.total) })).filter(
    ({ count }) => count > 0,
  );
}

function share(count: number, total: number): number {
  return total === 0 ? 0 : (100 * count) / total;
}

/** Targets that are done with, one way or another. */
export function doneOf({ total, pending }: Pick<Enforcement, 'total' | 'pending'>): number {
  return total - pending;
}

/** Whether the parts are the whole: what is shown must never lose a target. */
export function addsUp(progress: Pick<Enforcement, Part | 'total'>): boolean {
  return PARTS.reduce((sum, part) => sum + progress[part], 0) === progress.total;
}

export type Phase = 'nothing' | 'waiting' | 'running' | 'paused' | 'finished';

/** What is going on: nothing to do, not begun, under way, stopped by a person, or over. */
export function phaseOf({ total, pending, startedAt, paused }: Enforcement): Phase {
  if (total === 0) return 'nothing';
  if (pending === 0) return 'finished';
  if (paused !== null) return 'paused';
  return startedAt === null ? 'waiting' : 'running';
}
