/**
 * Status of a release. `waiting`: its workers run but it is not promoted; `draining`: another is current, and notices
 * are still on it or it was replaced recently; `drained`: another is current and no notice is on it, so its workers may
 * stop.
 */
export const RELEASE_STATES = ['current', 'waiting', 'draining', 'drained'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/**
 * Min draining time of a replaced release. By then every notice has moved, even those with effects under way (after ten
 * minutes, `move-notices.ts`). So a release that holds only secret notices looks like any other that was just replaced.
 */
const DRAINS_AT_LEAST_MS = 15 * 60_000;

/** Derives the state of a release from Temporal's data and the open notices on it that the reader can read. */
export function releaseState(release: {
  isCurrent: boolean;
  wasCurrent: boolean;
  open: number;
  replacedForMs: number | null;
}): ReleaseState {
  const { isCurrent, wasCurrent, open, replacedForMs } = release;
  if (isCurrent) return 'current';
  if (open > 0) return 'draining';
  if (!wasCurrent) return 'waiting';
  return replacedForMs !== null && replacedForMs < DRAINS_AT_LEAST_MS ? 'draining' : 'drained';
}
