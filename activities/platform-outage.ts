import { ApplicationFailure } from '@temporalio/activity';
import { raiseAlert } from '../registry/ops/alerts.js';
import type { Db } from '../registry/db.js';
import { OUTAGE_ATTEMPT, type ActivityContext } from './activity-context.js';
import type { PlatformUnavailable } from '../platforms/connection.js';

export const outageKey = (noticeId: string) => `${noticeId}:platform_outage`;

/**
 * Builds the failure of an unanswered platform read: raises an alert from the third attempt on, and retries when the
 * platform asks.
 */
export async function questionFailed(
  { db, activity }: { db: Db; activity: ActivityContext },
  { noticeId, what }: { noticeId: string; what: string },
  error: PlatformUnavailable,
): Promise<ApplicationFailure> {
  if (activity.attempt() >= OUTAGE_ATTEMPT) {
    const summary = `${what} ${error.message}`;
    await raiseAlert(db, { key: outageKey(noticeId), kind: 'platform_outage', noticeId, summary });
  }
  return ApplicationFailure.create({
    message: error.message,
    type: 'PlatformUnavailable',
    ...(error.retryAfterMs === null ? {} : { nextRetryDelay: Math.max(error.retryAfterMs, 100) }),
  });
}
