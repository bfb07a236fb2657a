import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { SYSTEM } from '../../domain/people/actor.js';
import type { EffectOutcome } from '../../domain/commands/effect.js';
import { raiseAlert, resolveAlert, resolveKinds, type Alert } from '../../registry/ops/alerts.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Db } from '../../registry/db.js';
import { refreshLedger } from '../../registry/targets/ledger.js';
import {
  countOperations,
  insertDecisionOperations,
  insertRestoreOperations,
  insertRetryOperations,
  markEnforcementFinished,
  markEnforcementStarted,
  type Enforcing,
} from '../../registry/enforcement/operations.js';
import { findPause, type Pause } from '../../registry/enforcement/pauses.js';
import { finishRepair } from '../../registry/enforcement/repairs.js';
import { reopenUserNotices } from '../../registry/user-notices/user-messages.js';
import { OUTAGE_ATTEMPT, startPulse, type ActivityContext } from '../activity-context.js';
import type { ApprovalVerifier } from '../proof/approval-keys.js';
import { checkSubmission, type Checked } from './enforcement-check.js';
import { runPass, type EnforcementWork } from './enforcement-pass.js';
import type { RateLimiter } from '../../platforms/rate-limiter.js';
import { createRetryBudget } from './retry-budget.js';
import type { PlatformClient } from '../../platforms/client.js';
import type { PlatformUnavailable } from '../../platforms/connection.js';
import { outageKey } from '../platform-outage.js';
import { raiseStops } from './stops.js';
import { saidNothing } from './enforcement-page.js';
import type { AlertKind } from '../../domain/alert.js';

export interface EnforceDependencies {
  db: Db;
  platform: PlatformClient;
  /** Holds only the public keys of approvals; the private key stays with the API. */
  verifier: ApprovalVerifier;
  pace: RateLimiter;
  activity: ActivityContext;
}

export interface EnforceInput extends Enforcing {
  /** The repair whose targets are acted on again; absent, the whole submission is enforced. */
  repair?: string;
}

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;
const PAUSE_POLL_MS = 2_000;

/**
 * Enforces one approved submission. Every attempt begins with the operations still pending, so a process killed at any
 * instant leaves only work for the next one.
 */
export async function enforce(dependencies: EnforceDependencies, input: EnforceInput): Promise<EffectOutcome> {
  const { db, platform, verifier, pace, activity } = dependencies;
  const { noticeId, submission } = input;
  const pulse = startPulse(activity);
  try {
    const pause = await findPause(db, noticeId);
    if (pause !== undefined) throw paused(pause);
    const checked = await begin(db, verifier, input);
    if (!checked.ok && 'waits' in checked) throw paused({ reason: checked.waits });
    if (!checked.ok) return await refuse(db, input, checked);
    const { order } = checked;
    const retryBudget = createRetryBudget(pace);
    const sent = new Set<string>();
    const work: EnforcementWork = {
      noticeId,
      submission,
      db,
      platform,
      pace,
      retryBudget,
      order,
      sent,
      alive: pulse.heartbeat,
      activity,
    };
    let progressed = false;
    for (;;) {
      const { settled, tried, outage, halt } = await runPass(work);
      progressed ||= settled > 0;
      if (halt !== null) await refreshLedger(db, noticeId);
      if (halt === 'cancelled') activity.cancellation().throwIfAborted();
      else if (halt !== null) throw paused(halt);
      const { pending } = await countOperations(db, work);
      if (pending === 0) break;
      // The platform is unreachable for a while, or every pending item is locked by another enforcement.
      if (outage !== null || (settled === 0 && !tried)) throw await stillPending({ work, pending, outage, progressed });
    }
    return await finish(work, input);
  } finally {
    pulse.stop();
  }
}

async function begin(db: Db, verifier: ApprovalVerifier, { repair, ...enforcing }: EnforceInput): Promise<Checked> {
  // One snapshot for both, so that exactly what was checked is recorded.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const checked = await checkSubmission(trx, verifier, { ...enforcing, again: repair !== undefined });
      if (!checked.ok) return checked;
      if (repair !== undefined) {
        await insertRetryOperations(trx, { ...enforcing, repair });
        return checked;
      }
      if (checked.order.startedAt !== null) return checked;
      if (checked.order.purpose === 'restoration') await insertRestoreOperations(trx, enforcing);
      else await insertDecisionOperations(trx, enforcing);
      await markEnforcementStarted(trx, enforcing);
      return checked;
    });
}

async function refuse(
  db: Db,
  { noticeId, submission, repair }: EnforceInput,
  { reason, unproven }: Extract<Checked, { reason: string }>,
): Promise<EffectOutcome> {
  await db.transaction().execute(async (trx) => {
    if (repair !== undefined) await finishRepair(trx, repair);
    await raiseAlert(trx, refusedEnforcement({ noticeId, submission, reason, unproven }));
    await appendAudit(trx, [
      { at: new Date(), noticeId, actor: SYSTEM, action: 'enforcement_check_failed', detail: { submission, reason } },
    ]);
  });
  return { ok: false, reason, ...(unproven ? { unproven } : {}) };
}

function paused({ reason }: Pick<Pause, 'reason'>): ApplicationFailure {
  return ApplicationFailure.create({
    message: `Enforcement is paused: ${reason}`,
    type: 'EnforcementPaused',
    nextRetryDelay: PAUSE_POLL_MS,
    category: ApplicationFailureCategory.BENIGN,
  });
}

interface Waiting {
  work: EnforcementWork;
  pending: number;
  outage: PlatformUnavailable | null;
  progressed: boolean;
}

async function stillPending({ work, pending, outage, progressed }: Waiting): Promise<ApplicationFailure> {
  const { db, noticeId, submission, activity } = work;
  const attempt = activity.attempt();
  const why = (outage ?? saidNothing()).message;
  await refreshLedger(db, noticeId);
  if (attempt >= OUTAGE_ATTEMPT && !progressed) {
    await raiseAlert(
      db,
      {
        key: outageKey(noticeId),
        kind: 'platform_outage',
        noticeId,
        summary: `${pending} operations are waiting for the platform. ${why}`,
        detail: { submission, pending, attempt },
      },
      { refresh: true },
    );
  }
  const growing = progressed ? FIRST_DELAY_MS : Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 10), MAX_DELAY_MS);
  return ApplicationFailure.create({
    message: `${pending} operations are pending. ${why}`,
    type: 'PlatformPending',
    nextRetryDelay: Math.max(outage?.retryAfterMs ?? growing, 100),
  });
}

async function finish(
  { db, noticeId, submission, order }: EnforcementWork,
  { repair }: EnforceInput,
): Promise<EffectOutcome> {
  const enforcing = { noticeId, submission };
  const ledger = await db.transaction().execute(async (trx) => {
    const { pending: _, ...counts } = await countOperations(trx, enforcing);
    const first =
      repair === undefined ? await markEnforcementFinished(trx, enforcing) : await finishRepair(trx, repair);
    if (first) {
      const action = order.purpose === 'restoration' ? 'targets_restored' : 'targets_applied';
      const detail = { submission, ...counts, ...(repair === undefined ? {} : { repair }) };
      await appendAudit(trx, [{ at: new Date(), noticeId, actor: SYSTEM, action, detail }]);
    }
    if (repair !== undefined) await reopenUserNotices(trx, enforcing);
    await raiseStops(trx, enforcing);
    await resolveAlert(trx, { key: outageKey(noticeId) });
    await resolveKinds(trx, { noticeId, kinds: REFUSED_KINDS });
    return refreshLedger(trx, noticeId);
  });
  return { ok: true, ledger };
}

const REFUSED_KINDS = ['enforcement_refused', 'approval_unproven'] as const satisfies readonly AlertKind[];

function refusedEnforcement(refused: {
  noticeId: string;
  submission: number;
  reason: string;
  unproven: boolean;
}): Alert {
  const { noticeId, submission, reason, unproven } = refused;
  return {
    key: `${noticeId}:${submission}:enforcement`,
    kind: unproven ? 'approval_unproven' : 'enforcement_refused',
    noticeId,
    summary: `Submission ${submission} was not enforced: ${reason}`,
    detail: { submission, reason },
  };
}
