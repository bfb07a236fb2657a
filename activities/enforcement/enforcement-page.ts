import type { Db } from '../../registry/db.js';
import {
  listPendingOperations,
  settleDecisionPage,
  settleRestorePage,
  type EnforcementOrder,
  type Enforcing,
  type PendingOperation,
  type SettledOperation,
} from '../../registry/enforcement/operations.js';
import {
  claimForActing,
  claimForRestoring,
  giveClaimsBack,
  storeResolved,
} from '../../registry/enforcement/restrictions.js';
import type { RateLimiter } from '../../platforms/rate-limiter.js';
import type { PlatformClient } from '../../platforms/client.js';
import { PlatformUnavailable } from '../../platforms/connection.js';
import type { FinalResult, PlatformOperation, ResolvedTarget } from '../../platforms/messages.js';

export interface PageWork extends Enforcing {
  db: Db;
  platform: PlatformClient;
  order: EnforcementOrder;
  pace: RateLimiter;
  sent: Set<string>;
  /** Called between requests, so that a slow platform is not taken for a dead process. */
  alive: () => void;
}

export interface OperationPage {
  lastNo: number;
  operations: PlatformOperation[];
  again: ReadonlySet<string>;
  settled: SettledOperation[];
}

/** Reads the next pending operations and prepares them for sending; undefined after the last. */
export async function preparePage(work: PageWork, afterNo: number): Promise<OperationPage | undefined> {
  const { db, noticeId, submission, pace } = work;
  const pending = await listPendingOperations(db, { noticeId, submission, afterNo, limit: pace.pageSize });
  const last = pending.at(-1);
  if (last === undefined) return undefined;
  const ready =
    work.order.purpose === 'restoration' ? await prepareRestores(work, pending) : await prepareActs(work, pending);
  const again = pending.filter(({ platformId }) => platformId !== null).map(({ key }) => key);
  return { lastNo: last.no, again: new Set(again), ...ready };
}

interface Ready {
  operations: PlatformOperation[];
  settled: SettledOperation[];
}

async function prepareActs(work: PageWork, pending: readonly PendingOperation[]): Promise<Ready> {
  // Already checked just before this attempt first sent them; they are resent under the same key, which the platform
  // applies once.
  const [again, first] = partition(pending, ({ key, platformId }) => platformId !== null && work.sent.has(key));
  const { acts, stops } = await resolveTargets(work, first);
  const fresh = acts.filter(({ pending: { knownId } }) => knownId === null);
  await storeResolved(work.db, {
    noticeId: work.noticeId,
    rows: fresh.map(({ pending: { no }, platformId, target }) => ({
      no,
      platformId,
      owner: target.owner ?? null,
      protectedClass: target.protectedClass ?? null,
      language: target.language ?? null,
    })),
  });
  const claims = acts.map(({ pending: { key }, platformId }) => ({ key, platformId }));
  const mine = await work.db.transaction().execute((trx) => claimForActing(trx, claims));
  const claimed = [
    ...again.map((operation) => ({ pending: operation, platformId: operation.platformId ?? '' })),
    ...acts.filter(({ pending: { key } }) => mine.has(key)),
  ];
  const operations = claimed.map(({ pending: { key, action, type, countries, decision }, platformId }) => ({
    key,
    action,
    type,
    id: platformId,
    countries,
    reason: decision ?? action,
    notice: work.order.number,
  }));
  return { operations, settled: await settleStops(work, stops) };
}

function partition<T>(all: readonly T[], holds: (one: T) => boolean): [T[], T[]] {
  return [all.filter(holds), all.filter((one) => !holds(one))];
}

interface PlannedPage {
  acts: { pending: PendingOperation; platformId: string; target: ResolvedTarget }[];
  stops: { pending: PendingOperation; reason: string }[];
}

async function resolveTargets(
  { platform, order, alive }: PageWork,
  pending: readonly PendingOperation[],
): Promise<PlannedPage> {
  const planned: PlannedPage = { acts: [], stops: [] };
  if (pending.length === 0) return planned;
  const found = await platform.resolve(pending.map(({ type, locator }) => ({ type, locator })));
  alive();
  pending.forEach((operation, index) => {
    const target = found[index];
    const reason = target === undefined ? 'not_found' : reasonToStop(operation, target, order);
    if (reason !== null || target?.id == null)
      planned.stops.push({ pending: operation, reason: reason ?? 'not_found' });
    else planned.acts.push({ pending: operation, platformId: target.id, target });
  });
  return planned;
}

async function settleStops({ platform, alive }: PageWork, stops: PlannedPage['stops']): Promise<SettledOperation[]> {
  const doubtful = stops
    .filter(({ pending: { platformId } }) => platformId !== null)
    .map(({ pending: { key } }) => key);
  const known = doubtful.length === 0 ? new Map<string, FinalResult | null>() : await platform.findOperations(doubtful);
  alive();
  return stops.flatMap(({ pending: { key, platformId }, reason }) => {
    const result = known.get(key);
    if (result != null) return [toSettled(result)];
    return platformId === null || result === null ? [stopped(key, reason)] : [];
  });
}

function reasonToStop(
  operation: PendingOperation,
  target: ResolvedTarget,
  { approverSlots }: EnforcementOrder,
): string | null {
  if (!target.exists || target.id === null) return 'not_found';
  const { knownId, knownOwner } = operation;
  if (knownId !== null && (knownId !== target.id || (knownOwner !== null && knownOwner !== (target.owner ?? null))))
    return 'owner_changed';
  const protectedNow = (target.protectedClass ?? null) !== null;
  // Counsel must approve a protected target, and has no slot if it was not known as protected at submission.
  if (protectedNow && !approverSlots.includes('counsel')) return 'protected_class_changed';
  return null;
}

async function prepareRestores(work: PageWork, pending: readonly PendingOperation[]): Promise<Ready> {
  const { db, order } = work;
  const [unsent, again] = partition(pending, ({ platformId }) => platformId === null);
  const keys = unsent.map(({ key }) => key);
  const claimed = unsent.length === 0 ? [] : await db.transaction().execute((trx) => claimForRestoring(trx, keys));
  const byKey = new Map(pending.map((operation) => [operation.key, operation]));
  const operations = [...claimed, ...again].flatMap(({ key, platformId, countries }) => {
    const operation = byKey.get(key);
    if (operation === undefined || operation.undoes === null) return [];
    return [
      {
        key,
        action: 'restore' as const,
        type: operation.type,
        id: platformId ?? '',
        countries,
        undoes: operation.undoes,
        reason: order.cause ?? 'restore',
        notice: order.number,
      },
    ];
  });
  return { operations, settled: [] };
}

/** Releases a prepared page that will not be sent, so that no other notice waits for its items. */
export async function putPageBack({ db, order }: PageWork, { operations, again }: OperationPage): Promise<void> {
  // A released restoration stays released; it resumes where it stopped.
  if (order.purpose === 'restoration') return;
  await giveClaimsBack(
    db,
    operations.map(({ key }) => key).filter((key) => !again.has(key)),
  );
}

/** Result of a page; operations with an unknown result are retried under the same key. */
export interface Acted {
  settled: SettledOperation[];
  outage: PlatformUnavailable | null;
}

export async function actOnPage(work: PageWork, { operations, again, settled }: OperationPage): Promise<Acted> {
  if (operations.length === 0) return { settled, outage: null };
  const { platform, pace, sent, alive } = work;
  for (const { key } of operations) sent.add(key);
  const fromMs = pace.now();
  const learn = (known: number) => pace.learn({ sent: operations.length, known, tookMs: pace.now() - fromMs });
  try {
    const results = await platform.operate(operations);
    learn(results.size);
    alive();
    const outage = results.size > 0 ? null : saidNothing();
    const known = [...results.values()].map((result) => toSettled(asFirst(result, again)));
    return { settled: [...settled, ...known], outage };
  } catch (error) {
    if (!(error instanceof PlatformUnavailable)) throw error;
    // A refusal to answer right now says nothing about the platform's capacity.
    if (error.carriedOut === 'unknown') learn(0);
    return { settled, outage: error };
  }
}

function asFirst(result: FinalResult, again: ReadonlySet<string>): FinalResult {
  return result.status === 'already' && again.has(result.key) ? { ...result, status: 'applied' } : result;
}

export function saidNothing(): PlatformUnavailable {
  return new PlatformUnavailable('The platform has not reported their outcome.', { carriedOut: 'unknown' });
}

/** Stores a page in one statement and returns how many operations it settled. */
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
