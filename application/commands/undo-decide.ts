import { can } from '../../domain/people/permission.js';
import { inTransaction } from '../../registry/db.js';
import { findBatch, undoBatch, type UndoResult } from '../../registry/targets/undo.js';
import type { Services } from '../services.js';
import { invalid, Refusal } from '../refusal.js';
import type { CommandBody } from '../../contract/commands.js';
import { lockDrafts, recordDrafts, type DraftOrder } from './drafting.js';

/** Reverts a batch of drafts: the caller's latest or any of their own; counsel may name any person's. */
export async function undoDecide(
  context: Services,
  order: DraftOrder<CommandBody<'undo-decide'>>,
): Promise<UndoResult> {
  const { row, caller, body } = order;
  const by = caller.person.id;
  return inTransaction(context.db, async (trx) => {
    await lockDrafts(trx, context, order);
    const which = body.batch === undefined ? { latestOf: by } : { number: body.batch };
    const batch = await findBatch(trx, { noticeId: row.id, ...which });
    if (batch === undefined) throw noBatch(body.batch);
    if (batch.by !== by && !can(caller.roles, 'override'))
      throw new Refusal('forbidden', 'Someone else drafted this. Only they or counsel can undo it.');
    if (batch.kind === 'undo' || batch.undone_by !== null)
      throw new Refusal('illegal_transition', `Batch ${batch.number} has already been undone. Decide again.`);
    const result = await undoBatch(trx, { noticeId: row.id, undone: batch.number, by, at: context.now() });
    if (result === 'submitted')
      throw new Refusal('illegal_transition', `Batch ${batch.number} has been submitted. Decide again, or restore.`);
    const { undone, changed, batch: number } = result;
    await recordDrafts(trx, context, order, { action: 'undo_decide', detail: { undone, changed, batch: number } });
    return result;
  });
}

function noBatch(number: number | undefined): Refusal {
  if (number !== undefined) return invalid('/batch', 'This notice has no such batch.');
  return new Refusal('illegal_transition', 'You have no draft on this notice to undo.');
}
