/**
 * How a release stands. `waiting`: its workers are there and nobody has promoted it; `draining`: another is current and notices are
 * still on it, or it was replaced a short time ago; `drained`: another is current and none is, so that its workers may end.
 */
export const RELEASE_STATES = ['current', 'waiting', 'draining', 'drained'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/**
 * A replaced release counts as draining for at least this long. Within it the desk has moved every notice, those with effects under way
 * too (after ten minutes, `move-notices.ts`). So a release that holds only secret notices looks like any other that was just replaced.
 */
const DRAINS_AT_LEAST_MS = 15 * 60_000;

/** The state of a release, from what the engine says of it and the open notices on it that the reader may read. */
export function releaseState({
  isCurrent,
  wasCurrent,
  open,
  replacedForMs,
}: {
  isCurrent: boolean;
  wasCurrent: boolean;
  /** Open notices on it that the reader may read. */
  open: number;
  /** Since another took its place; null: none has. */
  replacedForMs: number | null;
}): ReleaseState {
  if (isCurrent) return 'current';
  if (open > 0) return 'draining';
  if (!wasCurrent) return 'waiting';
  return replacedForMs !== null && replacedForMs < DRAINS_AT_LEAST_MS ? 'draining' : 'drained';
}
