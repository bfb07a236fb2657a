/**
 * How a release stands. `waiting`: its workers are there and nobody has promoted it; `draining`: another is current and notices are
 * still on it; `drained`: another is current and none is, so that its workers may end.
 */
export const RELEASE_STATES = ['current', 'waiting', 'draining', 'drained'] as const;
export type ReleaseState = (typeof RELEASE_STATES)[number];

/** The state of a release, from what the engine says of it. */
export function releaseState({
  isCurrent,
  wasCurrent,
  open,
}: {
  isCurrent: boolean;
  wasCurrent: boolean;
  /** Open notices on it. */
  open: number;
}): ReleaseState {
  if (isCurrent) return 'current';
  if (open > 0) return 'draining';
  return wasCurrent ? 'drained' : 'waiting';
}
