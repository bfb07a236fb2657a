import { isIntervention, isByCountry, type DecisionAction } from '../../domain/targets/decision-action.js';
import { isWiderThanOrder } from '../../domain/notices/scope.js';
import { inTransaction, type Connection } from '../../registry/db.js';
import { draftDecisions, checkDraft, type DraftResult } from '../../registry/targets/drafts.js';
import { readAs } from '../../registry/reading.js';
import { countDrafts, type DraftCount } from '../../registry/targets/ledger.js';
import { findPrecedents, type Precedents } from '../../registry/targets/precedents.js';
import type { Services } from '../services.js';
import type { CommandBody } from '../../contract/commands.js';
import { lockDrafts, readGrounds, recordDrafts, refusePreview, type DraftOrder } from './drafting.js';
import { listOrderCountries } from '../intake/order-scope.js';
import { toReader } from '../caller.js';
import { recordSecondReviews, type SecondReviewResult } from '../../registry/targets/second-reviews.js';
import { Refusal, invalid } from '../refusal.js';
import { can } from '../../domain/people/permission.js';
import { findBatch, undoBatch, type UndoResult } from '../../registry/targets/undo.js';
import { copyDecisions, checkCopy, type CopyResult } from '../../registry/targets/copy-decisions.js';
import { findNotice } from '../../registry/notices/notices.js';
import { isUuid } from '../../domain/uuid.js';
import { CURES } from '../../domain/commands/cures.js';

export interface DraftedDecisions extends Omit<DraftResult, 'held'>, Precedents {
  /** Targets for which the decision reaches further than the order, the first ones only. */
  widerThanOrder: number[];
  widerThanOrderTotal: number;
  /** How many of the notice's drafts need a second review; which ones is not revealed beforehand. */
  secondReviews: number;
  preview: boolean;
  /** Where the decision takes effect; empty for an action that is not by country. */
  countries: string[];
}

/** Drafts decisions for a selection as one batch; with `preview`, returns the result without writing anything. */
export async function decideTargets(
  context: Services,
  order: DraftOrder<CommandBody<'decide'>>,
): Promise<DraftedDecisions> {
  const { row, caller, body } = order;
  const { action, select: selection, asOf, preview = false } = body;
  const grounds = readGrounds(body);
  const scope = listOrderCountries(context, row);
  const countries = body.countries ?? (isByCountry(action) ? scope : []);
  const draft = {
    noticeId: row.id,
    selection,
    action,
    grounds,
    countries,
    note: body.note ?? '',
    by: caller.person.id,
    roles: caller.roles,
    at: context.now(),
    asOf,
  };
  const question = { noticeId: row.id, selection, action, reader: toReader(caller) };
  const wider = isWiderThanOrder(scope, { action, countries });
  if (preview) {
    await refusePreview(context, order);
    const [checked, precedents] = await readAs(question.reader, async () => [
      await checkDraft(context.db, draft),
      await findPrecedents(context.db, question),
    ]);
    const secondReviews = countSampled(context, await countDrafts(context.db, row.id), { action, held: checked.held });
    return { ...toResult({ ...checked, batch: null }, wider), ...precedents, secondReviews, preview, countries };
  }
  return inTransaction(context.db, async (trx) => {
    await lockDrafts(trx, context, order);
    // Read before the change: a selection by action would match other targets after it.
    const precedents = await findPrecedents(trx, question);
    const draftCounts = await countDrafts(trx, row.id);
    const drafted = await draftDecisions(trx, draft);
    const { matched, changed, batch } = drafted;
    const detail = { action, grounds, countries, matched, changed, ...(batch === null ? {} : { batch }) };
    await recordDrafts(trx, context, order, { action: 'decide', detail });
    const secondReviews = countSampled(context, draftCounts, { action, held: drafted.held });
    return { ...toResult(drafted, wider), ...precedents, secondReviews, preview, countries };
  });
}

function countSampled(
  { secondReviewPercent: percent }: Services,
  before: readonly DraftCount[],
  { action, held }: { action: DecisionAction; held: DraftResult['held'] },
): number {
  const drafted = before
    .filter((one) => one.status === 'drafted' && one.action !== null && isIntervention(one.action))
    .reduce((sum, { count }) => sum + count, 0);
  const after = drafted - held.acting + (isIntervention(action) ? held.total : 0);
  return Math.ceil((after * percent) / 100);
}

function toResult({ held, ...drafted }: DraftResult, wider: boolean) {
  return { ...drafted, widerThanOrder: wider ? held.first : [], widerThanOrderTotal: wider ? held.total : 0 };
}

/** Records a second reviewer's own decision on sampled targets, made without seeing the first one. */
export async function secondReview(
  context: Services,
  order: DraftOrder<CommandBody<'second-review'>>,
): Promise<SecondReviewResult> {
  if (context.secondReviewPercent === 0)
    throw new Refusal('illegal_transition', 'Second reviews are not enabled on this desk.');
  return inTransaction(context.db, (trx) => giveSecondReview(trx, context, order));
}

/** As `secondReview`, within a transaction. */
export async function giveSecondReview(
  trx: Connection,
  context: Services,
  order: DraftOrder<CommandBody<'second-review'>>,
): Promise<SecondReviewResult> {
  const { row, caller, body } = order;
  const { action, targets: nos, note = '' } = body;
  const grounds = readGrounds(body);
  await lockDrafts(trx, context, order, { isSecondReview: true });
  const sampling = { noticeId: row.id, percent: context.secondReviewPercent };
  const reading = { reader: caller.person.id, action, grounds, note, at: context.now() };
  const result = await recordSecondReviews(trx, { ...sampling, nos, ...reading });
  const { read, disagree } = result;
  const detail = { action, grounds, read, disagree: disagree.length };
  await recordDrafts(trx, context, order, { action: 'second_review', detail });
  return result;
}

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

type Copied = CopyResult & { from: { id: string; number: string }; preview: boolean };

/** Drafts, as one batch, what was decided for the same items in another notice that the caller can read. */
export async function copyEarlier(
  context: Services,
  order: DraftOrder<CommandBody<'copy-decisions'>>,
): Promise<Copied> {
  const { row, caller, body } = order;
  const { select = { all: true as const }, asOf, preview = false } = body;
  const reader = toReader(caller);
  const found =
    isUuid(body.from) && body.from !== row.id
      ? await readAs(reader, () => findNotice(context.db, { id: body.from, reader }))
      : undefined;
  if (found === undefined || !found.known) throw invalid('/from', CURES.noNotice);
  const from = { id: found.row.id, number: found.row.number };
  const scope = listOrderCountries(context, row);
  const who = { by: caller.person.id, at: context.now(), asOf };
  const copying = { noticeId: row.id, from: from.id, selection: select, scope, ...who };
  if (preview) {
    await refusePreview(context, order);
    return { ...(await readAs(reader, () => checkCopy(context.db, copying))), from, preview };
  }
  return inTransaction(context.db, async (trx) => {
    await lockDrafts(trx, context, order);
    const copied = await copyDecisions(trx, copying);
    const { matched, changed, batch } = copied;
    // `notice`: an audit entry that names another notice is as restricted as that notice.
    const detail = { notice: from.id, number: from.number, matched, changed, batch };
    await recordDrafts(trx, context, order, { action: 'copy_decisions', detail });
    return { ...copied, from, preview };
  });
}
