/** How long a passed check permits a promotion: later, too many notices have gone on under the previous release. */
export const CHECK_VALID_MS = 3_600_000;
const SILENT_MS = 2 * 60_000;

export const CHECK_STATES = ['running', 'passed', 'differs'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

interface Check {
  requestedAt: Date;
  claimedAt: Date | null;
  finishedAt: Date | null;
  differing: readonly string[];
}

/** Returns the state of a check; null if it has ended without a result. */
export function releaseCheckState(
  { requestedAt, claimedAt, finishedAt, differing }: Check,
  now: Date,
): CheckState | null {
  if (finishedAt !== null) return differing.length === 0 ? 'passed' : 'differs';
  return now.getTime() - (claimedAt ?? requestedAt).getTime() < SILENT_MS ? 'running' : null;
}

/**
 * Whether a release may be promoted without a new check. One that was current before is the way back, which must not
 * wait, and the notices on another release continue there as new runs.
 */
export function permitsPromotion(
  release: { wasCurrent: boolean; check: { state: CheckState | null; finishedAtMs: number | null } | null },
  nowMs: number,
): boolean {
  const { wasCurrent, check } = release;
  if (wasCurrent) return true;
  return check?.state === 'passed' && nowMs - (check.finishedAtMs ?? 0) < CHECK_VALID_MS;
}
