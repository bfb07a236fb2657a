import { sql } from 'kysely';
import { TCO_REGIME, type TcoMeasure } from '../../domain/report/tco-measure.js';
import { HOLDING_ACTIONS } from '../../domain/target/platform-action.js';
import type { Connection } from '../db.js';
import { isPublished, type ReportSpan, stoodAt } from './published.js';

export interface TcoFigure {
  measure: TcoMeasure;
  /** Code of the ground; null where the law asks for none. */
  ground: string | null;
  value: number;
}

/** Removal orders of a span; effect is what the platform answered, refusal a decision that was carried out without removing anything. */
function orders(span: ReportSpan) {
  const at = sql`${span.asOf}::timestamptz`;
  return sql`
    orders as (select notice.id from notice ${stoodAt(span.asOf)} where stood.regime_id = ${TCO_REGIME} and kind = 'removal_order' and ${isPublished(span)}),
    removed as (select distinct notice_id, target_no from operation where notice_id in (select id from orders)
      and action = any (${[...HOLDING_ACTIONS]}::text[]) and status in ('applied', 'already') and "at" <= ${at}),
    restored as (select distinct operation.notice_id, target_no from operation
      join submission on submission.notice_id = operation.notice_id and submission.number = operation.submission
      where operation.notice_id in (select id from orders) and action = 'restore' and operation.status in ('applied', 'already')
        and operation."at" <= ${at} and submission.cause = 'appeal_won'),
    refused as (select distinct notice_id from submission where notice_id in (select id from orders)
      and purpose = 'decision' and finished_at <= ${at} and notice_id not in (select notice_id from removed))`;
}

/** What the ledger knows of a yearly report under Article 7 of Regulation (EU) 2021/784. */
export async function listTcoFigures(db: Connection, span: ReportSpan): Promise<TcoFigure[]> {
  const { rows } = await sql<TcoFigure>`
    with ${orders(span)}
    select 'removal_orders' as measure, null as ground, count(*)::integer as value from orders
    union all select 'items_removed_by_order', null, count(*)::integer from removed
    union all select 'orders_without_removal', null, count(*)::integer from refused
    union all select 'orders_without_removal', code, count(distinct notice_id)::integer
      from target join refused using (notice_id), unnest(grounds) code group by code
    union all select 'items_reinstated_after_complaint', null, count(*)::integer from restored
    order by measure, ground nulls first`.execute(db);
  return rows;
}
