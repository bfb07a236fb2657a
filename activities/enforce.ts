import { ApplicationFailure } from '@temporalio/activity';
import { SYSTEM } from '../domain/actor.js';
import type { EffectOutcome } from '../domain/effect.js';
import { raiseAttention, resolveAttention } from '../registry/attention.js';
import { appendAudit } from '../registry/audit.js';
import type { Db } from '../registry/db.js';
import { refreshLedger } from '../registry/ledger.js';
import {
  countOperations,
  insertDecisionOperations,
  insertRestoreOperations,
  listStoppedTargets,
  markEnforcementFinished,
  markEnforcementStarted,
  type Enforcing,
  type SettledOperation,
} from '../registry/operations.js';
import { OUTAGE_ATTEMPT, startPulse, type ActivityContext } from './activity-context.js';
import { checkSubmission, type Checked } from './enforcement-check.js';
import { actOnPage, preparePage, storePage, type PageWork } from './enforcement-page.js';
import type { PlatformClient } from './platform-client.js';
import { PlatformUnavailable } from './platform-connection.js';

export interface EnforceDependencies {
  db: Db;
  platform: PlatformClient;
  activity: ActivityContext;
}

/** The counts of the notice follow a running enforcement this often: counting a long list is not free. */
const LEDGER_EVERY_MS = 2_000;
const LONGEST_DELAY_MS = 60_000;

export const outageKey = (noticeId: string) => `${noticeId}:platform_outage`;

/**
 * Carries out one approved submission. Every attempt begins with the operations that are still pending, so a process
 * that is killed at any instant leaves nothing behind but work for the next one.
 */
export async function enforce(
  { db, platform, activity }: EnforceDependencies,
  enforcing: Enforcing,
): Promise<EffectOutcome> {
  const pulse = startPulse(activity);
  try {
    const checked = await begin(db, enforcing);
    if (!checked.ok) return await refuse(db, enforcing, checked.reason);
    const work: PageWork = { ...enforcing, db, platform, order: checked.order, alive: pulse.beat };
    for (;;) {
      const { settled, outage } = await runPass(work);
      const { pending } = await countOperations(db, enforcing);
      if (pending === 0) break;
      // A pass that got somewhere is worth another at once, unless the platform has named a time to wait.
      if (settled === 0 || (outage?.retryAfterMs ?? null) !== null)
        throw await stillPending({ db, activity, enforcing, pending, outage });
    }
    return await finish(db, work);
  } finally {
    pulse.stop();
  }
}

/** Checks and writes down what will be asked of the platform, before the first call. */
async function begin(db: Db, enforcing: Enforcing): Promise<Checked> {
  // One snapshot for both: what is checked is what is written down.
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const checked = await checkSubmission(trx, enforcing);
      if (!checked.ok || checked.order.startedAt !== null) return checked;
      if (checked.order.purpose === 'restoration') await insertRestoreOperations(trx, enforcing);
      else await insertDecisionOperations(trx, enforcing);
      await markEnforcementStarted(trx, enforcing);
      return checked;
    });
}

async function refuse(db: Db, { noticeId, submission }: Enforcing, reason: string): Promise<EffectOutcome> {
  await db.transaction().execute(async (trx) => {
    await raiseAttention(trx, {
      key: `${noticeId}:${submission}:enforcement`,
      kind: 'enforcement_refused',
      noticeId,
      summary: `Submission ${submission} was not carried out: ${reason}`,
      detail: { submission, reason },
    });
    await appendAudit(trx, [
      { at: new Date(), noticeId, actor: SYSTEM, action: 'enforcement_check_failed', detail: { submission, reason } },
    ]);
  });
  return { ok: false, reason };
}

/** Goes once through all that is pending. The next page is got ready and the last one stored while one is with the platform. */
async function runPass(work: PageWork): Promise<{ settled: number; outage: PlatformUnavailable | null }> {
  let settled = 0;
  let countedAtMs = Date.now();
  const store = async (results: readonly SettledOperation[]) => {
    settled += await storePage(work, results);
    await reportStops(work, results);
    if (Date.now() - countedAtMs > LEDGER_EVERY_MS) {
      await refreshLedger(work.db, work.noticeId);
      countedAtMs = Date.now();
    }
    work.alive();
  };
  let outage: PlatformUnavailable | null = null;
  let preparing = handled(preparePage(work, 0));
  let storing: Promise<void> = Promise.resolve();
  try {
    for (let page = await preparing; page !== undefined && outage?.carriedOut !== 'no'; page = await preparing) {
      work.alive();
      preparing = handled(preparePage(work, page.lastNo));
      const acted = await actOnPage(work, page);
      await storing;
      storing = handled(store(acted.settled));
      outage = acted.outage ?? outage;
    }
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    outage = error;
  } finally {
    // Nothing goes on behind the back of whoever comes next.
    await Promise.allSettled([preparing, storing]);
  }
  await storing;
  return { settled, outage };
}

/** A promise that is awaited later: its failure is met there, not by the process. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

const STOPS: Record<string, string> = {
  owner_changed: 'changed hands since the review',
  protected_class_changed: 'turned out to be protected since the review, and counsel has not been asked',
};

async function reportStops(
  { db, noticeId, submission }: PageWork,
  results: readonly SettledOperation[],
): Promise<void> {
  const problems = new Set(results.map(({ problem }) => problem ?? ''));
  for (const [problem, words] of Object.entries(STOPS)) {
    if (!problems.has(problem)) continue;
    const targets = await listStoppedTargets(db, { noticeId, submission, problem, limit: 100 });
    const summary = `Targets that ${words} were not acted on: ${targets.slice(0, 10).join(', ')}${targets.length > 10 ? ' and more' : ''}.`;
    await raiseAttention(
      db,
      {
        key: `${noticeId}:${submission}:${problem}`,
        kind: problem,
        noticeId,
        summary,
        detail: { submission, targets },
      },
      { refresh: true },
    );
  }
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

async function finish(db: Db, { noticeId, submission, order }: PageWork): Promise<EffectOutcome> {
  const enforcing = { noticeId, submission };
  const ledger = await db.transaction().execute(async (trx) => {
    const { pending: _, ...counts } = await countOperations(trx, enforcing);
    if (await markEnforcementFinished(trx, enforcing)) {
      const action = order.purpose === 'restoration' ? 'targets_restored' : 'targets_applied';
      await appendAudit(trx, [{ at: new Date(), noticeId, actor: SYSTEM, action, detail: { submission, ...counts } }]);
    }
    if (counts.refused > 0) {
      const summary = `The platform refused ${counts.refused} operations of submission ${submission}.`;
      await raiseAttention(trx, {
        key: `${noticeId}:${submission}:platform_refused`,
        kind: 'platform_refused',
        noticeId,
        summary,
        detail: { submission, refused: counts.refused },
      });
    }
    await resolveAttention(trx, { key: [outageKey(noticeId), `${noticeId}:${submission}:enforcement`] });
    return refreshLedger(trx, noticeId);
  });
  return { ok: true, ledger };
}
