import { isIntervention, isByCountry, type DecisionAction } from '../../domain/targets/decision-action.js';
import { isWiderThanOrder } from '../../domain/notices/scope.js';
import { inTransaction } from '../../registry/db.js';
import { draftDecisions, checkDraft, type DraftResult } from '../../registry/targets/drafts.js';
import { readAs } from '../../registry/reading.js';
import { countDrafts, type DraftCount } from '../../registry/targets/ledger.js';
import { findPrecedents, type Precedents } from '../../registry/targets/precedents.js';
import type { Services } from '../services.js';
import type { CommandBody } from '../../contract/commands.js';
import { lockDrafts, readGrounds, recordDrafts, refusePreview, type DraftOrder } from './drafting.js';
import { listOrderCountries } from '../intake/order-scope.js';
import { toReader } from '../caller.js';

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
