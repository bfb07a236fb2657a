import type { Stage } from '../../../domain/notices/notice.js';
import type { OrderStatus } from '../../../domain/orders/order-status.js';

export type PortalProgress =
  | 'received'
  | 'examined'
  | 'carried_out'
  | 'answered'
  | 'closed'
  | Exclude<OrderStatus, 'in_effect'>;

/** Review and approval look the same to the authority: our internal process is not disclosed. */
const PROGRESS: Readonly<Record<Stage, PortalProgress>> = {
  triage: 'received',
  review: 'examined',
  approval: 'examined',
  enforcement: 'carried_out',
  reporting: 'carried_out',
  in_force: 'answered',
  closed: 'closed',
};

/**
 * Returns how far a notice is. A withdrawn order, or one that is not in effect, is shown as that, whatever its stage.
 */
export function derivePortalProgress(notice: {
  stage: Stage;
  withdrawn: boolean;
  orderStatus: OrderStatus;
}): PortalProgress {
  const { stage, withdrawn, orderStatus } = notice;
  if (withdrawn) return 'withdrawn';
  return orderStatus === 'in_effect' ? PROGRESS[stage] : orderStatus;
}
