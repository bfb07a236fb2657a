import { inTransaction } from '../../registry/db.js';
import { recordSecondReviews, type SecondReviewResult } from '../../registry/targets/second-reviews.js';
import type { Services } from '../services.js';
import { Refusal } from '../refusal.js';
import type { CommandBody } from '../../contract/commands.js';
import { lockDrafts, readGrounds, recordDrafts, type DraftOrder } from './drafting.js';

/** Records a second reviewer's own decision on sampled targets, made without seeing the first one. */
export async function secondReview(
  context: Services,
  order: DraftOrder<CommandBody<'second-review'>>,
): Promise<SecondReviewResult> {
  const { row, caller, body } = order;
  const { action, targets: nos, note = '' } = body;
  const { secondReviewPercent: percent } = context;
  if (percent === 0) throw new Refusal('illegal_transition', 'Second reviews are not enabled on this desk.');
  const grounds = readGrounds(body);
  return inTransaction(context.db, async (trx) => {
    await lockDrafts(trx, context, order, { isSecondReview: true });
    const reading = { reader: caller.person.id, action, grounds, note, at: context.now() };
    const result = await recordSecondReviews(trx, { noticeId: row.id, percent, nos, ...reading });
    const { read, disagree } = result;
    const detail = { action, grounds, read, disagree: disagree.length };
    await recordDrafts(trx, context, order, { action: 'second_review', detail });
    return result;
  });
}
