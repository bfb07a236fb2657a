import { sql } from 'kysely';
import { APPEAL_OUTCOMES } from '../../domain/appeal/appeal.js';
import { OUTCOMES } from '../../domain/notice/notice.js';
import type { Connection } from '../db.js';

/** Notices without an outcome yet are counted under `open`. */
export const REPORTED_OUTCOMES = [...OUTCOMES, 'open'] as const;

export interface TransparencyRow {
  /** Empty for an authority that is not in the directory. */
  authority_id: string;
  authority_name: string;
  authority_country: string;
  regime_id: string;
  kind: string;
  notices: number;
  targets: number;
  /** Of the targets, those acted upon because of these notices and restored since. */
  targets_restored: number;
  by_outcome: Record<(typeof REPORTED_OUTCOMES)[number], number>;
  /** Appeals about these notices, and what became of them. */
  appeals: number;
  appeals_upheld: number;
  appeals_restored: number;
  appeals_changed: number;
  median_minutes_to_acknowledge: number | null;
  median_minutes_to_effect: number | null;
}

export type TransparencyKey = Pick<
  TransparencyRow,
  'authority_id' | 'authority_name' | 'authority_country' | 'regime_id' | 'kind'
>;

interface Span {
  from: Date;
  to: Date;
}

/** Appeals about a row of `notice`, by outcome. */
const APPEALED = sql.join(
  [
    ['appeals', sql`true`] as const,
    ...APPEAL_OUTCOMES.map((outcome) => [`appeals_${outcome}`, sql`appeal.outcome = ${sql.lit(outcome)}`] as const),
  ].map(
    ([name, holds]) =>
      sql`(select count(*) from appeal where appeal.notice_id = notice.id and ${holds}) as ${sql.ref(name)}`,
  ),
);

/** Secret notices are left out for everybody while they are secret: the report is made to be published. */
function told({ from, to }: Span) {
  return sql`
    select coalesce(authority_id, '') as authority_id, authority_name, authority_country, regime_id, kind, targets, restored,
      coalesce(outcome, 'open') as result, received_at,
      (select min(sent_at) from letter
        where letter.notice_id = notice.id and letter.kind = 'acknowledgement' and letter.state = 'sent') as acknowledged_at,
      (select min(finished_at) from submission
        where submission.notice_id = notice.id and submission.purpose = 'decision') as effective_at, ${APPEALED}
    from notice
    where received_at >= ${from}::timestamptz and received_at < ${to}::timestamptz
      and (secrecy_level = 'open' or secrecy_until <= now())`;
}

const GROUP = sql`authority_id, authority_name, authority_country, regime_id, kind`;

/**
 * What came in a span of time by authority, regime and kind, after a group. Minutes run from receipt to the first
 * acknowledgement that the mail server took, and to the end of the first enforcement.
 */
export async function listTransparency(
  db: Connection,
  { after, limit, ...span }: Span & { after: TransparencyKey | null; limit: number },
): Promise<TransparencyRow[]> {
  const later =
    after === null
      ? sql`true`
      : sql`(${GROUP}) > (${after.authority_id}, ${after.authority_name}, ${after.authority_country}, ${after.regime_id}, ${after.kind})`;
  const counts = REPORTED_OUTCOMES.map(
    (outcome) => sql`${sql.lit(outcome)}, count(*) filter (where result = ${sql.lit(outcome)})`,
  );
  const median = (column: string) =>
    sql`percentile_cont(0.5) within group (order by extract(epoch from ${sql.ref(column)} - received_at)::float8 / 60)`;
  const { rows } = await sql<TransparencyRow>`
    select ${GROUP}, count(*) as notices, sum(targets) as targets, sum(restored) as targets_restored,
      sum(appeals)::int as appeals, sum(appeals_upheld)::int as appeals_upheld, sum(appeals_restored)::int as appeals_restored,
      sum(appeals_changed)::int as appeals_changed,
      jsonb_build_object(${sql.join(counts)}) as by_outcome,
      ${median('acknowledged_at')} as median_minutes_to_acknowledge, ${median('effective_at')} as median_minutes_to_effect
    from (${told(span)}) as told where ${later}
    group by ${GROUP} order by ${GROUP} limit ${limit}`.execute(db);
  return rows;
}

export async function countTransparency(db: Connection, span: Span): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from (select distinct ${GROUP} from (${told(span)}) as told) as groups`.execute(db);
  return rows[0]?.total ?? 0;
}
