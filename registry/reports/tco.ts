import { sql, type RawBuilder } from 'kysely';
import { type CountedTcoMeasure, TCO_REGIME, type TcoMeasure } from '../../domain/reports/tco-measure.js';
import { APPEAL_OUTCOMES } from '../../domain/appeals/appeal.js';
import { HOLDING_ACTIONS } from '../../domain/targets/platform-action.js';
import type { Connection } from '../db.js';
import { isPublished, type ReportSpan, stoodAt } from './published.js';

export interface TcoFigure {
  measure: TcoMeasure;
  /** Code of the ground; null where the law asks for none. */
  ground: string | null;
  value: number;
}

function complaintsBehind(holds: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select notice_id as id, count(*)::integer as value from complained where ${holds} group by notice_id`;
}

const BEHIND = {
  removal_orders: sql`select id, 1 as value from orders`,
  items_removed_by_order: sql`select notice_id as id, count(*)::integer as value from removed group by notice_id`,
  orders_without_removal: sql`select notice_id as id, 1 as value from refused`,
  complaints: complaintsBehind(sql`true`),
  complaints_upheld: complaintsBehind(sql`outcome = 'upheld'`),
  complaints_restored: complaintsBehind(sql`outcome = 'restored'`),
  complaints_changed: complaintsBehind(sql`outcome = 'changed'`),
  items_reinstated_after_complaint: sql`select notice_id as id, count(*)::integer as value from restored group by notice_id`,
} as const satisfies Record<CountedTcoMeasure, RawBuilder<unknown>>;

export interface TcoNotice {
  id: string;
  number: string;
  received_at: Date;
  value: number;
}

export interface TcoCell {
  span: ReportSpan;
  measure: CountedTcoMeasure;
  /** Orders without removal refused on this ground; null: any. */
  ground: string | null;
}

function inCell({ measure, ground }: TcoCell): RawBuilder<unknown> {
  const grounded =
    ground === null
      ? sql`true`
      : sql`exists (select from target where target.notice_id = counted.id and ${ground} = any (grounds))`;
  return sql`from (${BEHIND[measure]}) counted join notice on notice.id = counted.id where ${grounded}`;
}

export async function listTcoNotices(
  db: Connection,
  { cell, after, limit }: { cell: TcoCell; after: string | null; limit: number },
): Promise<TcoNotice[]> {
  const { rows } = await sql<TcoNotice>`
    with ${orders(cell.span)} select notice.id, number, received_at, value ${inCell(cell)} and (${after}::uuid is null or notice.id > ${after}::uuid)
    order by notice.id limit ${limit}`.execute(db);
  return rows;
}

export async function countTcoNotices(db: Connection, cell: TcoCell): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    with ${orders(cell.span)} select count(*)::integer as total ${inCell(cell)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/**
 * Removal orders of a span. Removed means the platform confirmed it; refused means a decision was completed without
 * removing anything.
 */
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
    complained as (select notice_id, case when decided_at <= ${at} then outcome end as outcome from appeal
      where notice_id in (select id from orders) and received_at <= ${at}),
    refused as (select distinct notice_id from submission where notice_id in (select id from orders)
      and purpose = 'decision' and finished_at <= ${at} and notice_id not in (select notice_id from removed))`;
}

/** Returns the ledger's figures for the yearly report under Article 7 of Regulation (EU) 2021/784. */
export async function listTcoFigures(db: Connection, span: ReportSpan): Promise<TcoFigure[]> {
  const { rows } = await sql<TcoFigure>`
    with ${orders(span)}
    select 'removal_orders' as measure, null as ground, count(*)::integer as value from orders
    union all select 'items_removed_by_order', null, count(*)::integer from removed
    union all select 'orders_without_removal', null, count(*)::integer from refused
    union all select 'orders_without_removal', code, count(distinct notice_id)::integer
      from target join refused using (notice_id), unnest(grounds) code group by code
    union all select 'complaints', null, count(*)::integer from complained
    union all select 'complaints_' || possible, null, count(outcome)::integer
      from unnest(${[...APPEAL_OUTCOMES]}::text[]) possible left join complained on outcome = possible group by possible
    union all select 'items_reinstated_after_complaint', null, count(*)::integer from restored
    order by measure, ground nulls first`.execute(db);
  return rows;
}
