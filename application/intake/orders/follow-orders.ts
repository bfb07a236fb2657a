import { SYSTEM } from '../../../domain/people/actor.js';
import {
  decideOrderState,
  describeOrder,
  isSameState,
  mayCarryOut,
  type OrderState,
  refusalToCarryOut,
} from '../../../domain/orders/order-status.js';
import type { Stage } from '../../../domain/notices/notice.js';
import { listClocksOfOrder, type ClockOfOrder } from '../../../registry/clocks/clocks-of-orders.js';
import type { Connection, Db } from '../../../registry/db.js';
import { endGroundlessDuties } from '../../../registry/enforcement/restore-duties.js';
import {
  findOrder,
  listChangingOrders,
  writeOrderState,
  type RecordedOrder,
} from '../../../registry/notices/orders.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import { insertOutbox } from '../../../registry/ops/outbox.js';
import { proposeMove } from '../../clocks/propose-move.js';
import { Refusal } from '../../refusal.js';

interface Sources {
  db: Db;
  newId: () => string;
}

const BEFORE_EFFECT: readonly Stage[] = ['triage', 'review', 'approval', 'enforcement'];

/**
 * Records changes of order status: withdrawn, lapsed, stayed, annulled, or in effect again. The workflow stops or
 * restarts its clocks; a stay pauses them from when it arrived until it was lifted.
 */
export async function followOrders({ db, newId }: Sources, now: Date): Promise<void> {
  for (const { noticeId, ...seen } of await listChangingOrders(db, { now })) {
    if (isSettled(seen, now)) continue;
    await db.transaction().execute((trx) => followOrder({ trx, newId }, noticeId, now));
  }
}

function isSettled({ orderState, facts }: Pick<RecordedOrder, 'orderState' | 'facts'>, now: Date): boolean {
  return facts.stays.length === 0 && isSameState(orderState, decideOrderState(facts, now.getTime()));
}

async function followOrder(
  { trx, newId }: { trx: Connection; newId: () => string },
  noticeId: string,
  now: Date,
): Promise<void> {
  const { stage, orderState: before, uphold, facts } = await findOrder(trx, noticeId);
  const orderState = decideOrderState(facts, now.getTime());
  if (!isSameState(before, orderState)) {
    await writeOrderState(trx, { noticeId, orderState });
    const ended = await endGroundlessDuties(trx, { noticeId, now });
    const payload = { name: 'order_status_changed' as const, body: { order: orderState, ended } };
    if (stage !== 'closed') await insertOutbox(trx, { noticeId, kind: 'command', payload });
    const asks = BEFORE_EFFECT.includes(stage) && !mayCarryOut(orderState, uphold);
    await (asks ? raise(trx, noticeId, orderState) : resolveAlert(trx, { key: alertKey(noticeId) }));
  }
  if (stage === 'closed') return;
  for (const clock of await listClocksOfOrder(trx, noticeId)) {
    const move = moveForStay(clock, { orderState, facts });
    if (move !== null) await sendMove({ trx, newId }, noticeId, { ...move, clock });
  }
}

const alertKey = (noticeId: string) => `${noticeId}:order_not_in_effect`;

/** One key for all causes: a withdrawal after a stay replaces its alert. */
async function raise(trx: Connection, noticeId: string, orderState: OrderState): Promise<void> {
  const summary = `${describeOrder(orderState)} Nothing is enforced unless counsel upholds it.`;
  const detail = { ...orderState };
  const alert = { key: alertKey(noticeId), kind: 'order_not_in_effect' as const, noticeId, summary, detail };
  await raiseAlert(trx, alert, { refresh: true });
}

interface StayMove {
  type: 'pause' | 'resume';
  atMs: number;
  reason: string;
}

/** The move that a stay requires of one of our clocks to decide or comply; null: none. */
function moveForStay(
  { state, pausedByStay, lastEventAtMs, pausedAtMs }: ClockOfOrder,
  { orderState, facts }: { orderState: OrderState; facts: RecordedOrder['facts'] },
): StayMove | null {
  if (orderState.status === 'stayed' && state === 'running' && orderState.sinceMs !== null) {
    return { type: 'pause', atMs: Math.max(orderState.sinceMs, lastEventAtMs), reason: describeOrder(orderState) };
  }
  if (orderState.status !== 'in_effect' || state !== 'paused' || !pausedByStay || pausedAtMs === null) return null;
  const lifts = facts.stays.flatMap(({ liftedAtMs }) => (liftedAtMs === null ? [] : [liftedAtMs]));
  // A stay that turned out to be forged never stopped the clock.
  if (lifts.length === 0)
    return {
      type: 'resume',
      atMs: pausedAtMs,
      reason: 'The stay does not count: its sender is no longer verified.',
    };
  return { type: 'resume', atMs: Math.max(pausedAtMs, ...lifts), reason: 'The stay is lifted.' };
}

async function sendMove(
  { trx, newId }: { trx: Connection; newId: () => string },
  noticeId: string,
  { clock, type, atMs, reason }: StayMove & { clock: ClockOfOrder },
): Promise<void> {
  const moved = await proposeMove(
    { trx, newId },
    {
      noticeId,
      clock,
      cause: type === 'pause' ? 'stay' : 'stay_lifted',
      event: type === 'pause' ? { type, atMs, stayed: true } : { type, atMs },
      by: SYSTEM,
      reason,
      authorityReference: null,
    },
  );
  if ('error' in moved) return; // The clock has already run out: it is missed and reports that itself.
  const payload =
    type === 'pause'
      ? { name: 'pause' as const, body: { ...moved, atMs, stayed: true as const } }
      : { name: 'resume' as const, body: { ...moved, atMs } };
  await insertOutbox(trx, { noticeId, kind: 'command', payload });
}

/**
 * Returns how a notice's order stands now. Throws `order_not_in_effect` if it is not in effect and counsel has not
 * upheld it. Call it in the transaction that writes the act.
 */
export async function requireCarriedOut(
  trx: Connection,
  { noticeId, now }: { noticeId: string; now: Date },
): Promise<OrderState> {
  const { facts, uphold } = await findOrder(trx, noticeId);
  const orderState = decideOrderState(facts, now.getTime());
  if (!mayCarryOut(orderState, uphold)) throw new Refusal('order_not_in_effect', refusalToCarryOut(orderState));
  return orderState;
}
