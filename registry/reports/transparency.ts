import { sql, type RawBuilder } from 'kysely';
import { APPEAL_OUTCOMES } from '../../domain/appeals/appeal.js';
import { OUTCOMES } from '../../domain/notices/notice.js';
import { CONTENT_CATEGORIES } from '../../domain/reports/content-category.js';
import type { Connection } from '../db.js';
import { isPublished, itemsAt, type ReportSpan, stoodAt } from './published.js';

/** Notices without an outcome yet count as `open`. */
export const REPORTED_OUTCOMES = [...OUTCOMES, 'open'] as const;
export type ReportedOutcome = (typeof REPORTED_OUTCOMES)[number];

/** Notices without a category stated in triage count as `not_stated`. */
export const REPORTED_CATEGORIES = [...CONTENT_CATEGORIES, 'not_stated'] as const;
export type ReportedCategory = (typeof REPORTED_CATEGORIES)[number];

export interface TransparencyGroup {
  /** Empty for an authority that is not in the directory. */
  authority_id: string;
  authority_name: string;
  authority_country: string;
  regime_id: string;
  kind: string;
}

export interface TransparencyRow extends TransparencyGroup {
  notices: number;
  targets: number;
  targets_restored: number;
  by_outcome: Record<ReportedOutcome, number>;
  by_category: Record<ReportedCategory, number>;
  appeals: number;
  appeals_upheld: number;
  appeals_restored: number;
  appeals_changed: number;
  median_minutes_to_acknowledge: number | null;
  median_minutes_to_effect: number | null;
}

function appealed(asOf: RawBuilder<unknown>) {
  const count = (name: string, holds: RawBuilder<unknown>) => sql`(select count(*)::int from appeal
    where appeal.notice_id = notice.id and received_at <= ${asOf} and ${holds}) as ${sql.ref(name)}`;
  return sql.join([
    count('appeals', sql`true`),
    ...APPEAL_OUTCOMES.map((outcome) =>
      count(`appeals_${outcome}`, sql`appeal.outcome = ${sql.lit(outcome)} and decided_at <= ${asOf}`),
    ),
  ]);
}

/** Secret notices are left out for every reader, because the report is made to be published. */
function selectNotices(span: ReportSpan) {
  const asOf = sql`${span.asOf}::timestamptz`;
  return sql`
    select notice.id, number, coalesce(authority_id, '') as authority_id, authority_name, authority_country, stood.regime_id, kind,
      coalesce(stood.category, 'not_stated') as category, ${itemsAt(span.asOf)} as targets, stood.restored,
      coalesce(stood.outcome, 'open') as result, received_at,
      (select min(sent_at) from letter where letter.notice_id = notice.id and letter.kind = 'acknowledgement'
        and letter.state = 'sent' and sent_at <= ${asOf}) as acknowledged_at,
      (select min(finished_at) from submission where submission.notice_id = notice.id and submission.purpose = 'decision'
        and finished_at <= ${asOf}) as effective_at, ${appealed(asOf)}
    from notice ${stoodAt(span.asOf)} where ${isPublished(span)}`;
}

const GROUP_NAMES = ['authority_id', 'authority_name', 'authority_country', 'regime_id', 'kind'] as const;
const GROUP = sql.join(GROUP_NAMES.map((name) => sql.ref(name)));

const joinValues = (group: TransparencyGroup) => sql.join(GROUP_NAMES.map((name) => sql`${group[name]}`));

/**
 * Summarises what arrived in a span by authority, regime and kind. Minutes run from receipt to the first
 * acknowledgement accepted by the mail server, and to the end of the first enforcement.
 */
export async function listTransparency(
  db: Connection,
  { span, after, limit }: { span: ReportSpan; after: TransparencyGroup | null; limit: number },
): Promise<TransparencyRow[]> {
  const later = after === null ? sql`true` : sql`(${GROUP}) > (${joinValues(after)})`;
  const counts = (column: string, values: readonly string[]) =>
    sql`jsonb_build_object(${sql.join(
      values.map((value) => sql`${sql.lit(value)}, count(*) filter (where ${sql.ref(column)} = ${sql.lit(value)})`),
    )})`;
  const median = (column: string) =>
    sql`percentile_cont(0.5) within group (order by extract(epoch from ${sql.ref(column)} - received_at)::float8 / 60)`;
  const { rows } = await sql<TransparencyRow>`
    select ${GROUP}, count(*) as notices, sum(targets) as targets, sum(restored) as targets_restored,
      sum(appeals)::int as appeals, sum(appeals_upheld)::int as appeals_upheld, sum(appeals_restored)::int as appeals_restored,
      sum(appeals_changed)::int as appeals_changed,
      ${counts('result', REPORTED_OUTCOMES)} as by_outcome, ${counts('category', REPORTED_CATEGORIES)} as by_category,
      ${median('acknowledged_at')} as median_minutes_to_acknowledge, ${median('effective_at')} as median_minutes_to_effect
    from (${selectNotices(span)}) as reported where ${later}
    group by ${GROUP} order by ${GROUP} limit ${limit}`.execute(db);
  return rows;
}

export async function countTransparency(db: Connection, span: ReportSpan): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (select distinct ${GROUP} from (${selectNotices(span)}) as reported) as groups`.execute(
    db,
  );
  return rows[0]?.total ?? 0;
}

export interface ReportedNotice {
  id: string;
  number: string;
  received_at: Date;
  targets: number;
  restored: number;
  result: ReportedOutcome;
  category: ReportedCategory;
  appeals: number;
  appeals_upheld: number;
  appeals_restored: number;
  appeals_changed: number;
  acknowledged_at: Date | null;
  effective_at: Date | null;
}

export interface ReportedCell {
  group: TransparencyGroup;
  outcome: ReportedOutcome | null;
  category: ReportedCategory | null;
}

function inCell(span: ReportSpan, { group, outcome, category }: ReportedCell): RawBuilder<unknown> {
  const ended = outcome === null ? sql`true` : sql`result = ${outcome}`;
  const about = category === null ? sql`true` : sql`category = ${category}`;
  return sql`from (${selectNotices(span)}) as reported where (${GROUP}) = (${joinValues(group)}) and ${ended} and ${about}`;
}

export async function listReportedNotices(
  db: Connection,
  { span, cell, after, limit }: { span: ReportSpan; cell: ReportedCell; after: string | null; limit: number },
): Promise<ReportedNotice[]> {
  const { rows } = await sql<ReportedNotice>`
    select id, number, received_at, targets, restored, result, category, appeals, appeals_upheld, appeals_restored, appeals_changed,
      acknowledged_at, effective_at ${inCell(span, cell)} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(db);
  return rows;
}

export async function countReportedNotices(db: Connection, span: ReportSpan, cell: ReportedCell): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::integer as total ${inCell(span, cell)}`.execute(db);
  return rows[0]?.total ?? 0;
}
