import type { CommandBody } from '../../contract/commands.js';
import type { CommandBodies } from '../../domain/commands/command.js';
import { decideOrderState } from '../../domain/orders/order-status.js';
import { hasDocument } from '../../registry/notices/document-views.js';
import { findOrder } from '../../registry/notices/orders.js';
import type { Preparing } from './preparing.js';
import { invalid, Refusal } from '../refusal.js';
import { CURES } from '../../domain/commands/cures.js';

export async function prepareUphold(
  { context, trx, row }: Preparing,
  { reason, document }: CommandBody<'uphold-order'>,
): Promise<CommandBodies['uphold_order']> {
  if (document !== undefined && !(await hasDocument(trx, { noticeId: row.id, sha256: document })))
    throw invalid('/document', CURES.noDocument);
  const { facts } = await findOrder(trx, row.id);
  const order = decideOrderState(facts, context.now().getTime());
  if (order.status === 'in_effect') throw new Refusal('illegal_transition', CURES.inEffect);
  return { reason, document: document ?? null, order };
}
