import { getErrorCode, getErrorMessage } from '../domain/error-parts.js';
import { raiseAlert, resolveAlert, type Alert } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';
import type { ActivityContext } from './activity-context.js';

/** Retries are at most 20 s apart, so a step that fails this long raises an alert within a minute. */
const STUCK_MS = 40_000;
const IMPOSSIBLE_ATTEMPT = 3;

export type RecordAttempt = Pick<ActivityContext, 'attempt' | 'triedMs'>;

/**
 * True if PostgreSQL rejects the data itself (SQLSTATE class 22 or 23) on a late attempt, so that retrying is
 * pointless.
 */
export function isImpossible(error: unknown, { attempt }: RecordAttempt): boolean {
  return /^2[23]/.test(getErrorCode(error) ?? '') && attempt() >= IMPOSSIBLE_ATTEMPT;
}

/**
 * Raises an alert for a record step that keeps failing or fails for good. A failure to raise it is ignored, because an
 * unreachable registry is noticed by itself.
 */
export async function raiseStuckAlert(
  db: Db,
  { noticeId, error, impossible }: { noticeId: string; error: unknown; impossible: boolean },
  { triedMs }: RecordAttempt,
): Promise<void> {
  if (!impossible && triedMs() < STUCK_MS) return;
  await raiseAlert(db, stuckRecord(noticeId, error, impossible), { refresh: true }).catch(() => undefined);
}

export async function settleStuck(db: Db, noticeId: string, { attempt }: RecordAttempt): Promise<void> {
  if (attempt() > 1) await resolveAlert(db, { key: buildStuckKey(noticeId) });
}

const buildStuckKey = (noticeId: string) => `${noticeId}:record_stuck`;

function stuckRecord(noticeId: string, error: unknown, impossible: boolean): Alert {
  const why = impossible
    ? 'The registry cannot store a change of this notice: it violates a constraint.'
    : 'A change of this notice could not be recorded for most of a minute.';
  const code = getErrorCode(error) ?? null;
  return {
    key: buildStuckKey(noticeId),
    kind: 'record_stuck',
    noticeId,
    // A database message may quote the data it rejected, which not every reader of the alert may see.
    summary: `${why} It has no effect until it is recorded.`,
    detail: { code, rule: readConstraint(error), error: code === null ? getErrorMessage(error).slice(0, 200) : null },
  };
}

function readConstraint(error: unknown): string | null {
  const rule = typeof error === 'object' && error !== null ? Reflect.get(error, 'constraint') : null;
  return typeof rule === 'string' ? rule : null;
}
