import { isWiderThanOrder } from '../../domain/scope.js';
import { draftDecisions, lookAtDraft, type DraftResult } from '../../registry/drafts.js';
import { findPrecedents, type Precedents } from '../../registry/precedents.js';
import { readerOf } from '../api/access.js';
import type { ApiContext } from '../api/context.js';
import type { CommandBody } from '../api/schema/commands.js';
import { changeDrafts, readGrounds, refuseByState, type DraftOrder } from './drafting.js';
import { scopeOf } from './order-scope.js';

export interface Decided extends Omit<DraftResult, 'held'>, Precedents {
  /** Targets that the decision reaches further for than the order does; the first of them. */
  widerThanOrder: number[];
  widerThanOrderTotal: number;
  preview: boolean;
}

/** Drafts decisions for a selection as one batch; with `preview` it says what that would do and writes nothing. */
export async function decide(context: ApiContext, order: DraftOrder<CommandBody<'decide'>>): Promise<Decided> {
  const { row, caller, body } = order;
  const { lane, select: selection, asOf, preview = false } = body;
  const grounds = readGrounds(body);
  const scope = scopeOf(context, row);
  const countries = body.countries ?? (lane === 'withhold' ? scope : []);
  const draft = {
    noticeId: row.id,
    selection,
    lane,
    grounds,
    countries,
    note: body.note ?? '',
    by: caller.person.id,
    at: context.now(),
    asOf,
  };
  const asked = { noticeId: row.id, selection, lane, reader: readerOf(caller) };
  const wider = isWiderThanOrder(scope, { lane, countries });
  if (preview) {
    refuseByState(row, body.expectedVersion);
    const [look, precedents] = [await lookAtDraft(context.db, draft), await findPrecedents(context.db, asked)];
    return { ...toResult({ ...look, batch: null }, wider), ...precedents, preview };
  }
  return changeDrafts(context, order, {
    action: 'decide',
    work: async (trx) => {
      // Before the change: a selection by lane finds other targets after it.
      const precedents = await findPrecedents(trx, asked);
      const drafted = await draftDecisions(trx, draft);
      const { matched, changed, batch } = drafted;
      const detail = { lane, grounds, countries, matched, changed, ...(batch === null ? {} : { batch }) };
      return { result: { ...toResult(drafted, wider), ...precedents, preview }, detail };
    },
  });
}

function toResult({ held, ...drafted }: DraftResult, wider: boolean) {
  return { ...drafted, widerThanOrder: wider ? held.first : [], widerThanOrderTotal: wider ? held.total : 0 };
}
