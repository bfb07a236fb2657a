import { refreshLedger } from '../../registry/targets/ledger.js';
import { waitForRate, type SettledOperation } from '../../registry/enforcement/operations.js';
import { findPause, type Pause } from '../../registry/enforcement/pauses.js';
import type { ActivityContext } from '../activity-context.js';
import { createForegroundYield, type ForegroundYield } from '../../registry/ops/foreground-work.js';
import {
  actOnPage,
  preparePage,
  putPageBack,
  storePage,
  type Acted,
  type OperationPage,
  type PageWork,
} from './enforcement-page.js';
import type { RetryBudget } from './retry-budget.js';
import { PlatformUnavailable } from '../../platforms/connection.js';
import { isStop, raiseStops } from './stops.js';

const LEDGER_EVERY_MS = 2_000;

export interface EnforcementWork extends PageWork {
  activity: ActivityContext;
  retryBudget: RetryBudget;
}

export type Halt = 'cancelled' | Pause;

async function findHalt({ db, noticeId, activity }: EnforcementWork): Promise<Halt | null> {
  if (activity.cancellation().aborted) return 'cancelled';
  return (await findPause(db, noticeId)) ?? null;
}

export interface Pass {
  settled: number;
  tried: boolean;
  outage: PlatformUnavailable | null;
  halt: Halt | null;
}

export async function runPass(work: EnforcementWork): Promise<Pass> {
  const storing = createStoring(work);
  const before = work.retryBudget.inVain();
  try {
    const end = await goThrough(work, storing);
    await storing.done();
    return { ...end, settled: storing.settled(), tried: work.retryBudget.inVain() > before };
  } finally {
    await Promise.allSettled([storing.done()]);
  }
}

/**
 * Prepares the next page and stores the last one while one is with the platform; yields page by page when other
 * enforcements run. Outages are tolerated in place: results are stored, and unknown operations return in the next pass.
 */
async function goThrough(work: EnforcementWork, storing: Storing): Promise<Pick<Pass, 'outage' | 'halt'>> {
  const going = { pages: createPages(work), storing, foreground: createForegroundYield(work.db) };
  try {
    for (;;) {
      const page = await going.pages.ready().catch(asOutage);
      if (page === undefined) return { outage: null, halt: null };
      const halt = await findHalt(work);
      if (halt !== null) return { outage: null, halt };
      work.alive();
      const isReady = !(page instanceof PlatformUnavailable);
      const outage = isReady ? await carryOut(work, going, page) : page;
      if (outage !== null && !(await work.retryBudget.bear(outage))) return { outage, halt: null };
      if (!isReady) going.pages.begin();
    }
  } finally {
    await putBack(work, going);
  }
}

interface Going {
  pages: Pages;
  storing: Storing;
  foreground: ForegroundYield;
}

async function carryOut(
  work: EnforcementWork,
  { pages, storing, foreground }: Going,
  page: OperationPage,
): Promise<PlatformUnavailable | null> {
  pages.take(page);
  const alone = await foreground.hasForegroundWork();
  if (alone) await storing.done();
  else pages.begin();
  const { settled, outage } = await act(work, page);
  work.alive();
  await storing.done();
  const stored = storing.store(settled);
  if (settled.length > 0) work.retryBudget.rewarded();
  if (alone) {
    await stored;
    await foreground.yieldToForeground();
    pages.begin();
  }
  return outage;
}

interface Pages {
  ready(): Promise<OperationPage | undefined>;
  take(page: OperationPage): void;
  begin(): void;
}

function createPages(work: EnforcementWork): Pages {
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

const NOTHING: Promise<OperationPage | undefined> = Promise.resolve(undefined);

function asOutage(error: unknown): PlatformUnavailable {
  if (error instanceof PlatformUnavailable) return error;
  throw error;
}

async function act(work: EnforcementWork, page: OperationPage): Promise<Acted> {
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
  store(results: readonly SettledOperation[]): Promise<void>;
  /** Resolves once every store that was started has finished. */
  done(): Promise<void>;
  settled(): number;
}

function createStoring(work: EnforcementWork): Storing {
  const speedometer = createSpeedometer();
  let settled = 0;
  let countedAtMs = performance.now();
  let begun: Promise<void> = Promise.resolve();
  const store = async (results: readonly SettledOperation[]) => {
    const stored = await storePage(work, results);
    settled += stored;
    speedometer.count(stored);
    if (results.some(({ problem }) => isStop(problem))) await raiseStops(work.db, work);
    if (performance.now() - countedAtMs > LEDGER_EVERY_MS) {
      await refreshLedger(work.db, work.noticeId);
      await waitForRate(work.db, work, speedometer.perSecond());
      countedAtMs = performance.now();
    }
    work.alive();
  };
  return {
    store: (results) => (begun = handled(store(results))),
    done: () => begun,
    settled: () => settled,
  };
}

async function putBack(work: EnforcementWork, { pages, storing }: Going): Promise<void> {
  const page = await pages.ready().catch(() => undefined);
  if (page === undefined) return;
  await putPageBack(work, page);
  await storing.done();
  await storing.store(page.settled);
}

/** Marks a promise that is awaited later, so that its early rejection does not crash the process. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

const SPAN_MS = 10_000;

function createSpeedometer(nowMs: () => number = () => performance.now()): {
  count(done: number): void;
  perSecond(): number;
} {
  const startedMs = nowMs();
  let recent: { atMs: number; done: number }[] = [];
  const forget = () => (recent = recent.filter(({ atMs }) => atMs > nowMs() - SPAN_MS));
  return {
    count(done) {
      forget();
      recent.push({ atMs: nowMs(), done });
    },
    perSecond() {
      forget();
      const seconds = Math.max(Math.min(nowMs() - startedMs, SPAN_MS), 1) / 1000;
      return recent.reduce((sum, { done }) => sum + done, 0) / seconds;
    },
  };
}
