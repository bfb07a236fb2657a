import { sql, type RawBuilder } from 'kysely';
import { MEASURE_KINDS, type OrderMeasure } from '../../domain/reports/order-measure.js';
import type { ContentCategory } from '../../domain/reports/content-category.js';
import { MEMBER_STATES } from '../../domain/reports/member-states.js';
import { INTERVENTIONS } from '../../domain/targets/decision-action.js';
import type { Connection } from '../db.js';
import { isPublished, itemsAt, type ReportSpan, stoodAt } from './published.js';

export interface OrderFigures {
  measure: OrderMeasure;
  /** Null: all Member States together. */
  country: string | null;
  /** Null: all categories together; `not_stated`: orders without one. */
  category: ContentCategory | 'not_stated' | null;
  orders: number;
  items: number;
  median_hours_to_inform: number | null;
  median_hours_to_effect: number | null;
}

const bindKinds = (measure: OrderMeasure) => sql`${[...MEASURE_KINDS[measure]]}::text[]`;

/**
 * Orders from authorities of Member States, with the time receipt was confirmed and the time of effect, which is the
 * end of the first enforced decision that acts.
 */
function selectOrders(span: ReportSpan): RawBuilder<unknown> {
  return sql`
    select notice.id, number, received_at, authority_country as country, coalesce(stood.category, 'not_stated') as category,
      case when kind = any (${bindKinds('act')}) then 'act' else 'inform' end as measure, ${itemsAt(span.asOf)} as items,
      (select min(sent_at) from letter where letter.notice_id = notice.id and letter.kind = 'acknowledgement'
        and letter.state = 'sent' and sent_at <= ${span.asOf}::timestamptz) as informed_at,
      (select min(finished_at) from submission where submission.notice_id = notice.id and submission.purpose = 'decision'
        and by_action ?| ${[...INTERVENTIONS]}::text[] and finished_at <= ${span.asOf}::timestamptz) as effective_at
    from notice ${stoodAt(span.asOf)} where authority_country = any (${[...MEMBER_STATES]}::text[])
      and kind = any (${bindKinds('act')} || ${bindKinds('inform')}) and ${isPublished(span)}`;
}

/**
 * Returns the figures of the sheet on orders: per Member State that sent any and in total, by category and over all.
 */
export async function listOrderFigures(db: Connection, span: ReportSpan): Promise<OrderFigures[]> {
  const median = (column: string) =>
    sql`percentile_cont(0.5) within group (order by extract(epoch from ${sql.ref(column)} - received_at)::float8 / 3600)`;
  const { rows } = await sql<OrderFigures>`
    select measure, country, category, count(*)::integer as orders, sum(items)::integer as items,
      ${median('informed_at')} as median_hours_to_inform, ${median('effective_at')} as median_hours_to_effect
    from (${selectOrders(span)}) as orders group by grouping sets
      ((measure), (measure, country), (measure, category), (measure, country, category))
    order by category nulls first, country nulls first, measure`.execute(db);
  return rows;
}

export interface CountedNotice {
  id: string;
  number: string;
  received_at: Date;
  items: number;
  informed_at: Date | null;
  effective_at: Date | null;
}

interface Cell {
  measure: OrderMeasure;
  country: string | null;
  category: ContentCategory | 'not_stated' | null;
}

function inCell(span: ReportSpan, { measure, country, category }: Cell): RawBuilder<unknown> {
  const there = country === null ? sql`true` : sql`country = ${country}`;
  const about = category === null ? sql`true` : sql`category = ${category}`;
  return sql`from (${selectOrders(span)}) as orders where measure = ${measure} and ${there} and ${about}`;
}

export async function listCountedNotices(
  db: Connection,
  { span, cell, after, limit }: { span: ReportSpan; cell: Cell; after: string | null; limit: number },
): Promise<CountedNotice[]> {
  const { rows } = await sql<CountedNotice>`
    select id, number, received_at, items, informed_at, effective_at ${inCell(span, cell)} and number > ${after ?? ''}
    order by number limit ${limit}`.execute(db);
  return rows;
}

export async function countCountedNotices(db: Connection, span: ReportSpan, cell: Cell): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::integer as total ${inCell(span, cell)}`.execute(db);
  return rows[0]?.total ?? 0;
}
