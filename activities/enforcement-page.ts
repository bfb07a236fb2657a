import type { Db } from '../registry/db.js';
import {
  listPendingOperations,
  settleDecisionPage,
  settleRestorePage,
  type EnforcementOrder,
  type Enforcing,
  type PendingOperation,
  type SettledOperation,
} from '../registry/enforcement/operations.js';
import {
  claimForActing,
  claimForRestoring,
  giveClaimsBack,
  storeResolved,
} from '../registry/enforcement/restrictions.js';
import type { Pace } from './pace.js';
import type { PlatformClient } from './platform-client.js';
import { PlatformUnavailable } from './platform-connection.js';
import type { FinalResult, PlatformOperation, ResolvedTarget } from './platform-messages.js';

/** Single questions asked at once after a page whose answer was lost. */
const QUESTIONS_AT_ONCE = 16;

export interface PageWork extends Enforcing {
  db: Db;
  platform: PlatformClient;
  order: EnforcementOrder;
  pace: Pace;
  /** Told between requests, so that a slow platform is not taken for a dead process. */
  alive: () => void;
}

export interface Page {
  /** The last target of the page; the next page begins after it. */
  lastNo: number;
  operations: PlatformOperation[];
  /** What is settled without sending. */
  settled: SettledOperation[];
  /** Some operations could not be asked about; they come again. */
  outage: PlatformUnavailable | null;
}

/** Reads the next pending operations and gets them ready to send; undefined after the last. */
export async function preparePage(work: PageWork, afterNo: number): Promise<Page | undefined> {
  const { db, noticeId, submission, pace } = work;
  const pending = await listPendingOperations(db, { noticeId, submission, afterNo, limit: pace.pageSize });
  const last = pending.at(-1);
  if (last === undefined) return undefined;
  const { settled, unsent, resend, outage } = await askAboutSent(work, pending);
  const ready =
    work.order.purpose === 'restoration'
      ? await prepareRestores(work, unsent, resend)
      : await prepareActs(work, [...unsent, ...resend]);
  return { lastNo: last.no, operations: ready.operations, settled: [...settled, ...ready.settled], outage };
}

/** Operations that an attempt before this one may have sent are asked for by key before anything is sent again. */
async function askAboutSent(work: PageWork, pending: readonly PendingOperation[]) {
  const sent = pending.filter(({ platformId }) => platformId !== null);
  const { known, notDone, outage } = await askByKey(
    work,
    sent.map(({ key }) => key),
  );
  return {
    settled: [...known.values()].map(toSettled),
    resend: sent.filter(({ key }) => notDone.has(key)),
    unsent: pending.filter(({ platformId }) => platformId === null),
    outage,
  };
}

interface Ready {
  operations: PlatformOperation[];
  settled: SettledOperation[];
}

async function prepareActs(
  { db, platform, noticeId, order, alive }: PageWork,
  pending: readonly PendingOperation[],
): Promise<Ready> {
  if (pending.length === 0) return { operations: [], settled: [] };
  const found = await platform.resolve(pending.map(({ type, locator }) => ({ type, locator })));
  alive();
  const settled: SettledOperation[] = [];
  const acts: { pending: PendingOperation; platformId: string; target: ResolvedTarget }[] = [];
  pending.forEach((operation, index) => {
    const target = found[index];
    const stop = target === undefined ? 'not_found' : reasonToStop(operation, target, order);
    if (stop !== null || target?.id == null) settled.push(stopped(operation.key, stop ?? 'not_found'));
    else acts.push({ pending: operation, platformId: target.id, target });
  });
  const fresh = acts.filter(({ pending: { knownId } }) => knownId === null);
  await storeResolved(db, {
    noticeId,
    rows: fresh.map(({ pending: { no }, platformId, target }) => ({
      no,
      platformId,
      owner: target.owner ?? null,
      protectedClass: target.protectedClass ?? null,
    })),
  });
  const claims = acts.map(({ pending: { key }, platformId }) => ({ key, platformId }));
  const mine = await db.transaction().execute((trx) => claimForActing(trx, claims));
  const operations = acts
    .filter(({ pending: { key } }) => mine.has(key))
    .map(({ pending: { key, action, type, countries, lane }, platformId }) => ({
      key,
      action,
      type,
      id: platformId,
      countries,
      reason: lane ?? action,
      notice: order.number,
    }));
  return { operations, settled };
}

/** Why a target is not acted on although its decision was approved: it is no longer what the approvers looked at. */
function reasonToStop(operation: PendingOperation, target: ResolvedTarget, { seats }: EnforcementOrder): string | null {
  if (!target.exists || target.id === null) return 'not_found';
  const { knownId, knownOwner } = operation;
  if (knownId !== null && (knownId !== target.id || (knownOwner !== null && knownOwner !== (target.owner ?? null))))
    return 'owner_changed';
  const protectedNow = (target.protectedClass ?? null) !== null;
  // Counsel has to be asked about a protected target, and was not where nobody knew that it is one when it was submitted.
  if (protectedNow && !seats.includes('counsel')) return 'protected_class_changed';
  return null;
}

async function prepareRestores(
  work: PageWork,
  unsent: readonly PendingOperation[],
  resend: readonly PendingOperation[],
): Promise<Ready> {
  const { db, order } = work;
  const claimed =
    unsent.length === 0
      ? []
      : await db.transaction().execute((trx) =>
          claimForRestoring(
            trx,
            unsent.map(({ key }) => key),
          ),
        );
  const byKey = new Map(unsent.map((operation) => [operation.key, operation]));
  const again = resend.map(({ key, platformId, countries }) => ({ key, platformId: platformId ?? '', countries }));
  for (const operation of resend) byKey.set(operation.key, operation);
  const operations = [...claimed, ...again].flatMap(({ key, platformId, countries }) => {
    const operation = byKey.get(key);
    if (operation === undefined || operation.undoes === null) return [];
    return [
      {
        key,
        action: 'restore' as const,
        type: operation.type,
        id: platformId,
        countries,
        undoes: operation.undoes,
        reason: order.cause ?? 'restore',
        notice: order.number,
      },
    ];
  });
  return { operations, settled: [] };
}

/** What was got ready and will not be sent now: nobody has to ask about it later, and no other notice has to wait for it. */
export async function putPageBack({ db, order }: PageWork, { operations }: Page): Promise<void> {
  // What a restoration has released stays released: it goes on where it stands.
  if (order.purpose === 'restoration') return;
  await giveClaimsBack(
    db,
    operations.map(({ key }) => key),
  );
}

/** Sends a page and answers what is known of it; what stays unknown is left out and comes again. */
export async function actOnPage(
  work: PageWork,
  page: Page,
): Promise<{ settled: SettledOperation[]; outage: PlatformUnavailable | null }> {
  const { operations, settled } = page;
  if (operations.length === 0) return { settled, outage: page.outage };
  const { results, outage } = await send(work, operations);
  work.alive();
  if (outage !== null && outage.carriedOut === 'no') return { settled, outage };
  const asked = await askByKey(
    work,
    operations.map(({ key }) => key).filter((key) => !results.has(key)),
  );
  const known = [...results.values(), ...asked.known.values()].map(toSettled);
  return { settled: [...settled, ...known], outage: asked.outage ?? page.outage };
}

async function send(
  { platform }: PageWork,
  operations: readonly PlatformOperation[],
): Promise<{ results: Map<string, FinalResult>; outage: PlatformUnavailable | null }> {
  try {
    return { results: await platform.operate(operations), outage: null };
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    return { results: new Map(), outage: error };
  }
}

interface Asked {
  known: Map<string, FinalResult>;
  /** Keys that the platform says it has not done. */
  notDone: Set<string>;
  /** Why some keys are in neither. */
  outage: PlatformUnavailable | null;
}

/** What the platform knows of these keys. Gives up when a whole round of questions fails. */
async function askByKey({ platform, alive }: PageWork, keys: readonly string[]): Promise<Asked> {
  const asked: Asked = { known: new Map(), notDone: new Set(), outage: null };
  for (let at = 0; at < keys.length; at += QUESTIONS_AT_ONCE) {
    const round = keys.slice(at, at + QUESTIONS_AT_ONCE);
    const answered = await Promise.all(round.map((key) => askOne(platform, key, asked)));
    alive();
    if (answered.every((one) => !one)) break;
  }
  return asked;
}

async function askOne(platform: PlatformClient, key: string, asked: Asked): Promise<boolean> {
  try {
    const result = await platform.findOperation(key);
    if (result === undefined) asked.notDone.add(key);
    else asked.known.set(key, result);
    return true;
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    asked.outage = error;
    return false;
  }
}

/** Stores a page in one statement and answers how many operations it settled. */
export async function storePage({ db, order }: PageWork, settled: readonly SettledOperation[]): Promise<number> {
  if (settled.length === 0) return 0;
  return order.purpose === 'restoration' ? settleRestorePage(db, settled) : settleDecisionPage(db, settled);
}

function stopped(key: string, problem: string): SettledOperation {
  return { key, status: 'failed', problem, receipt: null, message: null, at: new Date() };
}

function toSettled({ key, status, at, receipt, message }: FinalResult): SettledOperation {
  return {
    key,
    status: status === 'not_found' ? 'failed' : status,
    problem: status === 'not_found' || status === 'refused' ? status : null,
    receipt: clean(receipt),
    message: clean(message)?.slice(0, 2_000) ?? null,
    at: at == null ? new Date() : new Date(at),
  };
}

/** PostgreSQL text holds no NUL, and one such answer must not stop an order. */
function clean(text: string | null | undefined): string | null {
  return text?.replaceAll('\0', '') ?? null;
}
