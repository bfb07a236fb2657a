import type { Logger } from 'pino';
import { raiseAlert, resolveAlert } from '../registry/ops/alerts.js';
import type { Connection, Db } from '../registry/db.js';
import {
  findLastPage,
  insertPage,
  lockWatchdogPages,
  markPageAccepted,
  type WatchdogPage,
} from '../registry/ops/watchdog.js';
import { isOpen, nextPage, recoveredPage, type PageKey, type Reason, type Situation } from './next-page.js';
import type { PageRoute } from './page-route.js';
import { overPage, type PageBody } from './words.js';

export type Finding =
  | { state: 'fine' }
  | { state: 'waiting' }
  | {
      state: 'wrong';
      reason: Exclude<Reason, 'recovered'>;
      describe: (trx: Connection, page: PageKey) => Promise<PageBody>;
    };

/**
 * Updates page and alert of a situation to match a finding, storing a page before it is sent. Returns the last page
 * about the situation.
 */
export async function settleSituation(
  db: Db,
  { situation, finding, at }: { situation: Situation; finding: Finding; at: Date },
): Promise<WatchdogPage | undefined> {
  const last = await findLastPage(db, situation);
  if (decide(situation, { last, finding, at }) === null) return last;
  return db.transaction().execute(async (trx) => {
    // Another watchdog may have paged meanwhile, so read again under the lock.
    await lockWatchdogPages(trx);
    const current = await findLastPage(trx, situation);
    const page = decide(situation, { last: current, finding, at });
    if (page === null) return current;
    const body = finding.state === 'wrong' ? await finding.describe(trx, page) : overPage(page, situation);
    await insertPage(trx, { key: page.key, reason: page.reason, body, at });
    await settleAlerts(trx, situation, page, body);
    return { key: page.key, reason: page.reason, body, createdAt: at, acceptedAt: null };
  });
}

function decide(
  situation: Situation,
  { last, finding, at }: { last: WatchdogPage | undefined; finding: Finding; at: Date },
): PageKey | null {
  if (finding.state === 'fine') return isOpen(last) ? recoveredPage(situation, last) : null;
  if (finding.state === 'waiting') return null;
  return nextPage(situation, { last, reason: finding.reason, nowMs: at.getTime() });
}

async function settleAlerts(trx: Connection, situation: Situation, page: PageKey, body: PageBody): Promise<void> {
  // Its alerts follow the checks rather than the pages (check.ts), since some concern one secret notice.
  if (situation === 'enforcement_silent') return;
  if (page.reason === 'recovered') return resolveAlert(trx, { key: situation });
  const { text, key, nth, since } = body;
  return raiseAlert(
    trx,
    { key: situation, kind: situation, noticeId: null, summary: text, detail: { page: key, nth, since } },
    { refresh: true },
  );
}

const OUTAGE = 'watchdog:pager_outage';
const STALE_MS = 3_600_000;

/** Sends a page that was not accepted yet; returns false if it does not get through. */
export async function deliver(
  db: Db,
  { page, route, at, logger }: { page: WatchdogPage | undefined; route: PageRoute | null; at: Date; logger: Logger },
): Promise<boolean> {
  if (page === undefined || page.acceptedAt !== null) return true;
  if (at.getTime() - page.createdAt.getTime() > STALE_MS) return true;
  if (route === null) return false;
  let reply: string;
  try {
    reply = await route.post(page.key, JSON.stringify(page.body));
  } catch (error) {
    logger.warn({ err: error, page: page.key }, 'watchdog page not accepted, retrying');
    await raiseAlert(db, {
      key: OUTAGE,
      kind: 'pager_outage',
      noticeId: null,
      summary: 'A page of the watchdog cannot be delivered to the pager.',
      detail: { page: page.key },
    });
    return false;
  }
  logger.warn({ page: page.key }, `paged: ${String(page.body['text'])}`);
  await markPageAccepted(db, { key: page.key, reply, at });
  await resolveAlert(db, { key: OUTAGE });
  return true;
}
