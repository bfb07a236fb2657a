import { refreshLedger } from '../../registry/target/ledger.js';
import { keepPace, type SettledOperation } from '../../registry/enforcement/operations.js';
import { findPause, type Pause } from '../../registry/enforcement/pauses.js';
import type { ActivityContext } from '../activity-context.js';
import { createCourtesy, type Courtesy } from '../../registry/ops/courtesy.js';
import {
  actOnPage,
  preparePage,
  putPageBack,
  storePage,
  type Acted,
  type Page,
  type PageWork,
} from './enforcement-page.js';
import type { Patience } from './patience.js';
import { PlatformUnavailable } from '../platform-connection.js';
import { createSpeedometer } from './speedometer.js';
import { isStop, tellOfStops } from './stops.js';

/** The counts of the notice follow a running enforcement this often: counting a long list is not free. */
const LEDGER_EVERY_MS = 2_000;

/** An order that is being carried out, by one attempt. */
export interface Work extends PageWork {
  activity: ActivityContext;
  patience: Patience;
}

/** Why an order stops before its end. */
export type Halt = 'cancelled' | Pause;

/** Asked between two pages. */
async function findHalt({ db, noticeId, activity }: Work): Promise<Halt | null> {
  if (activity.cancellation().aborted) return 'cancelled';
  return (await findPause(db, noticeId)) ?? null;
}

export interface Pass {
  settled: number;
  /** Whether a request of it brought nothing and was borne with: the next pass asks again. */
  tried: boolean;
  /** Why it ended before all was asked for; null where it did not. */
  outage: PlatformUnavailable | null;
  halt: Halt | null;
}

/** Goes once through all that is pending. */
export async function runPass(work: Work): Promise<Pass> {
  const storing = createStoring(work);
  const before = work.patience.inVain();
  try {
    const end = await goThrough(work, storing);
    await storing.done();
    return { ...end, settled: storing.settled(), tried: work.patience.inVain() > before };
  } finally {
    await Promise.allSettled([storing.done()]);
  }
}

/**
 * The next page is got ready and the last one stored while one is with the platform; where others are at work, each page
 * by itself and with a rest after it. A platform that answers little or late is borne with on the spot: what it has done
 * is stored, and what is unknown comes again in the next pass.
 */
async function goThrough(work: Work, storing: Storing): Promise<Pick<Pass, 'outage' | 'halt'>> {
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
  let countedAtMs = performance.now();
  let begun: Promise<void> = Promise.resolve();
  const store = async (results: readonly SettledOperation[]) => {
    const stored = await storePage(work, results);
    settled += stored;
    speedometer.count(stored);
    if (results.some(({ problem }) => isStop(problem))) await tellOfStops(work.db, work);
    if (performance.now() - countedAtMs > LEDGER_EVERY_MS) {
      await refreshLedger(work.db, work.noticeId);
      await keepPace(work.db, work, speedometer.perSecond());
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
