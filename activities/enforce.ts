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
import { createCourtesy, type Courtesy } from './courtesy.js';
import type { ApprovalVerifier } from './proof/approval-keys.js';
import { checkSubmission, type Checked } from './enforcement-check.js';
import {
  actOnPage,
  preparePage,
  putPageBack,
  storePage,
  type Acted,
  type Page,
  type PageWork,
} from './enforcement-page.js';
import type { Pace } from './pace.js';
import { createPatience, type Patience } from './patience.js';
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
const FIRST_DELAY_MS = 1_000;
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
    const { order } = checked;
    const patience = createPatience(pace);
    const sent = new Set<string>();
    const work: Work = { noticeId, submission, db, platform, pace, patience, order, sent, alive: pulse.beat, activity };
    let progressed = false;
    for (;;) {
      const { settled, outage, halt } = await runPass(work);
      progressed ||= settled > 0;
      if (halt !== null) await refreshLedger(db, noticeId);
      if (halt === 'cancelled') activity.cancellation().throwIfAborted();
      else if (halt !== null) throw paused(halt);
      const { pending } = await countOperations(db, work);
      if (pending === 0) break;
      // Nothing will come of asking for a while, or there was nothing to ask: others act on these items just now.
      if (outage !== null || (settled === 0 && !patience.isTried()))
        throw await stillPending({ work, pending, outage, progressed });
    }
    return await finish(work, input);
  } finally {
    pulse.stop();
  }
}

interface Work extends PageWork {
  activity: ActivityContext;
  patience: Patience;
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
  /** Why it ended before all was asked for; null where it did not. */
  outage: PlatformUnavailable | null;
  halt: Halt | null;
}

/** Goes once through all that is pending. */
async function runPass(work: Work): Promise<Pass> {
  const storing = createStoring(work);
  try {
    const end = await goThrough(work, storing);
    await storing.done();
    return { ...end, settled: storing.settled() };
  } finally {
    await Promise.allSettled([storing.done()]);
  }
}

/**
 * The next page is got ready and the last one stored while one is with the platform; where others are at work, each page
 * by itself and with a rest after it. A platform that answers little or late is borne with on the spot: what it has done
 * is stored, and what is unknown comes again in the next pass.
 */
async function goThrough(work: Work, storing: Storing): Promise<Omit<Pass, 'settled'>> {
  const going = { pages: createPages(work), storing, courtesy: createCourtesy(work.db) };
  try {
    for (;;) {
      const page = await going.pages.ready().catch(asOutage);
      if (page === undefined) return { outage: null, halt: null };
      const halt = await findHalt(work);
      if (halt !== null) return { outage: null, halt };
      work.alive();
      const isReady = !(page instanceof PlatformUnavailable);
      const outage = isReady ? await carryOut(work, going, page) : page;
      if (outage !== null && !(await work.patience.bear(outage))) return { outage, halt: null };
      if (!isReady) going.pages.begin();
    }
  } finally {
    await putBack(work, going);
  }
}

interface Going {
  pages: Pages;
  storing: Storing;
  courtesy: Courtesy;
}

/** One page; answers why nothing came back of it, or null. */
async function carryOut(
  work: Work,
  { pages, storing, courtesy }: Going,
  page: Page,
): Promise<PlatformUnavailable | null> {
  pages.take(page);
  const alone = await courtesy.othersAtWork();
  if (alone) await storing.done();
  else pages.begin();
  const { settled, outage } = await act(work, page);
  work.alive();
  await storing.done();
  const stored = storing.store(settled);
  if (settled.length > 0) work.patience.rewarded();
  if (alone) {
    await stored;
    await courtesy.giveWay();
    pages.begin();
  }
  return outage;
}

interface Pages {
  /** The page that is got ready; undefined: there is none, or none is got ready. Rejects with PlatformUnavailable. */
  ready(): Promise<Page | undefined>;
  /** It is being carried out. */
  take(page: Page): void;
  /** Begins to get ready the one after the last that was taken. */
  begin(): void;
}

function createPages(work: Work): Pages {
  let afterNo = 0;
  let ready = handled(preparePage(work, afterNo));
  return {
    ready: () => ready,
    take({ lastNo }) {
      afterNo = lastNo;
      ready = NOTHING;
    },
    begin() {
      ready = handled(preparePage(work, afterNo));
    },
  };
}

const NOTHING: Promise<Page | undefined> = Promise.resolve(undefined);

function asOutage(error: unknown): PlatformUnavailable {
  if (error instanceof PlatformUnavailable) return error;
  throw error;
}

/** Waits for its turn and sends. What has to wait for long is given back. */
async function act(work: Work, page: Page): Promise<Acted> {
  try {
    await work.pace.take(page.operations.length);
  } catch (error) {
    await putPageBack(work, page);
    return { settled: page.settled, outage: asOutage(error) };
  }
  work.alive();
  return actOnPage(work, page);
}

interface Storing {
  /** Begins to store what a page has settled. */
  store(results: readonly SettledOperation[]): Promise<void>;
  /** What was begun is done. */
  done(): Promise<void>;
  /** Operations stored so far. */
  settled(): number;
}

/** Stores pages one after another, and tells the notice every now and then how far its order has come. */
function createStoring(work: Work): Storing {
  const speedometer = createSpeedometer();
  let settled = 0;
  let countedAtMs = Date.now();
  let begun: Promise<void> = Promise.resolve();
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
  return {
    store: (results) => (begun = handled(store(results))),
    done: () => begun,
    settled: () => settled,
  };
}

/** What was got ready and not sent is given back; nothing goes on behind the back of whoever comes next. */
async function putBack(work: Work, { pages, storing }: Going): Promise<void> {
  const page = await pages.ready().catch(() => undefined);
  if (page === undefined) return;
  await putPageBack(work, page);
  await storing.done();
  await storing.store(page.settled);
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
  work: Work;
  pending: number;
  outage: PlatformUnavailable | null;
  /** Whether this attempt has got anywhere. */
  progressed: boolean;
}

async function stillPending({ work, pending, outage, progressed }: Waiting): Promise<ApplicationFailure> {
  const { db, noticeId, submission, activity } = work;
  const attempt = activity.attempt();
  const why = outage?.message ?? 'The platform has not said what became of them.';
  await refreshLedger(db, noticeId);
  if (attempt >= OUTAGE_ATTEMPT && !progressed) {
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
  const growing = progressed
    ? FIRST_DELAY_MS
    : Math.min(FIRST_DELAY_MS * 2 ** Math.min(attempt - 1, 10), LONGEST_DELAY_MS);
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
