import type { Stage } from '../notice/notice.js';
import type { OrderStatus } from '../order/order-status.js';

/** How far a notice is, as its authority is told. */
export type Progress =
  | 'received'
  | 'examined'
  | 'carried_out'
  | 'answered'
  | 'closed'
  | Exclude<OrderStatus, 'in_effect'>;

/** Who decides, and that somebody has to approve it, is no matter of the authority's: both are being examined. */
const PROGRESS: Readonly<Record<Stage, Progress>> = {
  triage: 'received',
  review: 'examined',
  approval: 'examined',
  enforcement: 'carried_out',
  reporting: 'carried_out',
  in_force: 'answered',
  closed: 'closed',
};

/** How far a notice is; an order that is not in effect is that, wherever our work on it stands. */
export function progressOf({
  stage,
  withdrawn,
  orderStatus,
}: {
  stage: Stage;
  /** Its authority has taken it back, which we may not have looked at yet. */
  withdrawn: boolean;
  orderStatus: OrderStatus;
}): Progress {
  if (withdrawn) return 'withdrawn';
  return orderStatus === 'in_effect' ? PROGRESS[stage] : orderStatus;
}
