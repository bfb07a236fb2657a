import { ApplicationFailure } from '@temporalio/activity';
import { ApplicationFailureCategory } from '@temporalio/common';
import { SYSTEM } from '../domain/people/actor.js';
import type { EffectOutcome } from '../domain/command/effect.js';
import { raiseAttention, resolveAttention, resolveKinds } from '../registry/ops/attention.js';
import { appendAudit } from '../registry/notice/audit.js';
import type { Db } from '../registry/db.js';
import { refreshLedger } from '../registry/target/ledger.js';
import {
  countOperations,
  insertDecisionOperations,
  insertRestoreOperations,
  insertRetryOperations,
  keepPace,
  markEnforcementFinished,
  markEnforcementStarted,
  type Enforcing,
  type SettledOperation,
} from '../registry/enforcement/operations.js';
import { findPause, type Pause } from '../registry/enforcement/pauses.js';
import { finishRepair } from '../registry/enforcement/repairs.js';
import { OUTAGE_ATTEMPT, startPulse, type ActivityContext } from './activity-context.js';
import { createCourtesy } from './courtesy.js';
import type { ApprovalVerifier } from './proof/approval-keys.js';
import { checkSubmission, type Checked } from './enforcement-check.js';
import { actOnPage, preparePage, putPageBack, storePage, type PageWork } from './enforcement-page.js';
import type { Pace } from './pace.js';
import type { PlatformClient } from './platform-client.js';
import { PlatformUnavailable } from './platform-connection.js';
import { outageKey } from './platform-outage.js';
import { createSpeedometer } from './speedometer.js';
import { REFUSED_KINDS, refusedEnforcement } from './refused-enforcement.js';
import { isStop, tellOfStops } from './stops.js';

export interface EnforceDependencies {
  db: Db;
  platform: PlatformClient;
  /** Knows the public keys of approvals; the private one is with the API. */
  verifier: ApprovalVerifier;
  pace: Pace;
  activity: ActivityContext;
}

export interface EnforceInput extends Enforcing {
  /** Acts anew on the targets of this repair alone; without it carries out the submission. */
  repair?: string;
}

/** The counts of the notice follow a running enforcement this often: counting a long list is not free. */
const LEDGER_EVERY_MS = 2_000;
const LONGEST_DELAY_MS = 60_000;
/** How soon a stopped order looks whether it may go on. */
const PAUSE_LOOK_MS = 2_000;

/**
 * Carries out one approved submission. Every attempt begins with the operations that are still pending, so a process
 * that is killed at any instant leaves nothing behind but work for the next one.
 */
export async function enforce(dependencies: EnforceDependencies, input: EnforceInput): Promise<EffectOutcome> {
  const { db, platform, verifier, pace, activity } = dependencies;
  const { noticeId, submission } = input;
  const pulse = startPulse(activity);
  try {
    const pause = await findPause(db, noticeId);
    if (pause !== undefined) throw paused(pause);
    const checked = await begin(db, verifier, input);
    if (!checked.ok) return await refuse(db, input, checked);
    const work: Work = { noticeId, submission, db, platform, pace, order: checked.order, alive: pulse.beat, activity };
    for (;;) {
      const { settled, outage, halt } = await runPass(work);
      if (halt !== null) await refreshLedger(db, noticeId);
      if (halt === 'cancelled') activity.cancellation().throwIfAborted();
      else if (halt !== null) throw paused(halt);
      const { pending } = await countOperations(db, work);
      if (pending === 0) break;
      // A pass that got somewhere is worth another at once, unless the platform has named a time to wait.
      if (settled === 0 || (outage?.retryAfterMs ?? null) !== null)
        throw await stillPending({ db, activity, enforcing: work, pending, outage });
    }
    return await finish(work, input);
  } finally {
    pulse.stop();
  }
}

interface Work extends PageWork {
  activity: ActivityContext;
}

/** Checks and writes down what will be asked of the platform, before the first call. */
async function begin(db: Db, verifier: ApprovalVerifier, { repair, ...enforcing }: EnforceInput): Promise<Checked> {
  // One snapshot for both: what is checked is what is written down.
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
  { reason, unproven }: Extract<Checked, { ok: false }>,
): Promise<EffectOutcome> {
  await db.transaction().execute(async (trx) => {
    if (repair !== undefined) await finishRepair(trx, repair);
    await raiseAttention(trx, refusedEnforcement({ noticeId, submission, reason, unproven }));
    await appendAudit(trx, [
      { at: new Date(), noticeId, actor: SYSTEM, action: 'enforcement_check_failed', detail: { submission, reason } },
    ]);
  });
  return { ok: false, reason, ...(unproven ? { unproven } : {}) };
}

/** Why an order stops before its end. */
type Halt = 'cancelled' | Pause;

/** Asked between two pages. */
async function findHalt({ db, noticeId, activity }: Work): Promise<Halt | null> {
  if (activity.cancellation().aborted) return 'cancelled';
  return (await findPause(db, noticeId)) ?? null;
}

interface Pass {
  settled: number;
  outage: PlatformUnavailable | null;
  halt: Halt | null;
}

/**
 * Goes once through all that is pending. The next page is got ready and the last one stored while one is with the
 * platform; where others are at work, each page by itself and with a rest after it.
 */
async function runPass(work: Work): Promise<Pass> {
  const speedometer = createSpeedometer();
  const courtesy = createCourtesy(work.db);
  let settled = 0;
  let countedAtMs = Date.now();
  const store = async (results: readonly SettledOperation[]) => {
    const stored = await storePage(work, results);
    settled += stored;
    speedometer.count(stored);
    if (results.some(({ problem }) => isStop(problem))) await tellOfStops(work.db, work);
    if (Date.now() - countedAtMs > LEDGER_EVERY_MS) {
      await refreshLedger(work.db, work.noticeId);
      await keepPace(work.db, work, speedometer.perSecond());
      countedAtMs = Date.now();
    }
    work.alive();
  };
  let outage: PlatformUnavailable | null = null;
  let halt: Halt | null = null;
  let preparing = handled(preparePage(work, 0));
  let storing: Promise<void> = Promise.resolve();
  try {
    for (let page = await preparing; page !== undefined && outage?.carriedOut !== 'no'; page = await preparing) {
      halt = await findHalt(work);
      if (halt !== null) {
        await storing;
        await putPageBack(work, page);
        storing = handled(store(page.settled));
        break;
      }
      work.alive();
      const next = () => handled(preparePage(work, page.lastNo));
      const alone = await courtesy.othersAtWork();
      if (alone) await storing;
      else preparing = next();
      await work.pace.take(page.operations.length);
      work.alive();
      const acted = await actOnPage(work, page);
      await storing;
      storing = handled(store(acted.settled));
      outage = acted.outage ?? outage;
      if (alone) {
        await storing;
        await courtesy.giveWay();
        preparing = next();
      }
    }
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    outage = error;
  } finally {
    // Nothing goes on behind the back of whoever comes next.
    await Promise.allSettled([preparing, storing]);
  }
  await storing;
  return { settled, outage, halt };
}

/** A promise that is awaited later: its failure is met there, not by the process. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** A person has stopped it: no failure to log, and another look soon. */
function paused({ reason }: Pause): ApplicationFailure {
  return ApplicationFailure.create({
    message: `Enforcement is paused: ${reason}`,
    type: 'EnforcementPaused',
    nextRetryDelay: PAUSE_LOOK_MS,
    category: ApplicationFailureCategory.BENIGN,
  });
}

interface Waiting {
  db: Db;
  activity: ActivityContext;
  enforcing: Enforcing;
  pending: number;
  outage: PlatformUnavailable | null;
}

async function stillPending({ db, activity, enforcing, pending, outage }: Waiting): Promise<ApplicationFailure> {
  const { noticeId, submission } = enforcing;
  const attempt = activity.attempt();
  const why = outage?.message ?? 'The platform has not said what became of them.';
  await refreshLedger(db, noticeId);
  if (attempt >= OUTAGE_ATTEMPT) {
    await raiseAttention(
      db,
      {
        key: outageKey(noticeId),
        kind: 'platform_outage',
        noticeId,
        summary: `${pending} operations wait for the platform. ${why}`,
        detail: { submission, pending, attempt },
      },
      { refresh: true },
    );
  }
  const growing = Math.min(1_000 * 2 ** Math.min(attempt - 1, 10), LONGEST_DELAY_MS);
  return ApplicationFailure.create({
    message: `${pending} operations are pending. ${why}`,
    type: 'PlatformPending',
    nextRetryDelay: Math.max(outage?.retryAfterMs ?? growing, 100),
  });
}

async function finish({ db, noticeId, submission, order }: Work, { repair }: EnforceInput): Promise<EffectOutcome> {
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
    await tellOfStops(trx, enforcing);
    await resolveAttention(trx, { key: outageKey(noticeId) });
    await resolveKinds(trx, { noticeId, kinds: REFUSED_KINDS });
    return refreshLedger(trx, noticeId);
  });
  return { ok: true, ledger };
}
