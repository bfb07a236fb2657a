import {
  decideOrderState,
  mayCarryOut,
  refusalToCarryOut,
  type OrderState,
} from '../../../domain/orders/order-status.js';
import type { Connection } from '../../../registry/db.js';
import { findOrder } from '../../../registry/notices/orders.js';
import { Refusal } from '../../refusal.js';

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
