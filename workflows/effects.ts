import { ActivityFailure, isCancellation, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { LetterActivities } from '../activities/letters.js';
import type { MailActivities } from '../activities/mail.js';
import type { PagerActivities } from '../activities/pager.js';
import type { PlatformActivities } from '../activities/platform.js';
import type { RecordActivities } from '../activities/record.js';
import type { Effect, EffectOutcome } from '../domain/command/effect.js';
import { isRefusedPayload } from '../domain/notice/refused-payload.js';

/** The registry follows the workflow: short, in the same workflow task, repeated until the database is back. */
const record = proxyLocalActivities<RecordActivities>({
  startToCloseTimeout: '10 s',
  // No total bound: nothing may happen on a decision that is not on record.
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
});

/** A mail server that is down for a day has become attention long before; then the case goes on without the mail. */
const mail = proxyActivities<MailActivities & LetterActivities>({
  startToCloseTimeout: '30 s',
  scheduleToCloseTimeout: '24 h',
  retry: { initialInterval: '2 s', backoffCoefficient: 2, maximumInterval: '5 min' },
});

/** A page is worth little when late: tried often, given up after an hour; the next level fires by itself. */
const pager = proxyActivities<PagerActivities>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '1 h',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
});

const PLATFORM = {
  taskQueue: 'enforcement',
  startToCloseTimeout: '6 h',
  retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '1 min' },
} as const;

/**
 * The platform is asked until it answers: what was approved has to take effect, however long it is down. Enforcing
 * beats every few seconds, so a dead worker is noticed soon; resolving and reading back beat once a page.
 */
const { enforce } = proxyActivities<PlatformActivities>({
  ...PLATFORM,
  heartbeatTimeout: '10 s',
  // What is settled stays settled, so an attempt after many that were killed has no reason to wait longer than one after a few.
  retry: { ...PLATFORM.retry, maximumInterval: '5 s' },
});
const { resolveTargets, proveEffect } = proxyActivities<PlatformActivities>({ ...PLATFORM, heartbeatTimeout: '60 s' });

export const { recordTransitions } = record;

/** Performs one effect. Its failure is an outcome, never an exception, so that no outage fails a case. */
export async function performEffect(noticeId: string, effect: Effect): Promise<EffectOutcome> {
  const outcome = await outcomeOf(noticeId, effect);
  return isRefusedPayload(outcome)
    ? { ok: false, reason: 'What the step answered was not sealed by the desk.' }
    : outcome;
}

async function outcomeOf(noticeId: string, effect: Effect): Promise<EffectOutcome> {
  try {
    switch (effect.type) {
      case 'send_letter':
        return await mail.sendLetter({ noticeId, effect });
      case 'mail_staff':
        return await mail.mailStaff({ noticeId, effect });
      case 'page':
        return await pager.page({ noticeId, effect });
      case 'page_ops':
        return await pager.pageOps({ noticeId, effect });
      case 'resolve_targets':
        return await resolveTargets({ noticeId });
      case 'enforce':
        return await enforce({ noticeId, submission: effect.submission });
      case 'retry':
        return await enforce({ noticeId, submission: effect.submission, repair: effect.repair });
      case 'skip':
        return await record.skipTargets({ noticeId, repair: effect.repair });
      case 'prove_effect':
        return await proveEffect({ noticeId, submission: effect.submission });
    }
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return { ok: false, reason: error.cause?.message ?? error.message };
  }
}
