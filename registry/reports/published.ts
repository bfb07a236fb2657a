import { sql, type RawBuilder } from 'kysely';
import { isNoSecret } from '../notices/secrecy.js';

/** Notices received from `from` (inclusive) to `to` (exclusive), as the registry stood at `asOf`. */
export interface ReportSpan {
  from: Date;
  to: Date;
  asOf: Date;
}

/**
 * Whether a published figure may count a notice row. It must have existed and been non-secret at `asOf`, so that the
 * same query always gives the same answer, and must be non-secret now: what became secret since disappears from all
 * answers.
 */
export function isPublished({ from, to, asOf }: ReportSpan): RawBuilder<boolean> {
  return sql<boolean>`(received_at >= ${from}::timestamptz and received_at < ${to}::timestamptz
    and created_at <= ${asOf}::timestamptz
    and ${isNoSecret()} and (secrecy_level = 'open' or secrecy_until <= ${asOf}::timestamptz)
    and not exists (select from reclassification lowered
      where lowered.notice_id = notice.id and lowered.state = 'agreed' and lowered.decided_at > ${asOf}::timestamptz))`;
}

/** Number of items a notice named at `asOf`, without lists added later. */
export function itemsAt(asOf: Date): RawBuilder<number> {
  return sql<number>`(targets - coalesce((select sum(accepted) from target_upload
    where target_upload.notice_id = notice.id and uploaded_at > ${asOf}::timestamptz), 0))::integer`;
}

type Reported = 'regime_id' | 'category' | 'outcome' | 'restored';

/** Joins the state of a notice row at `asOf` as `stood`: as preserved by the next later change, or as it is now. */
export function stoodAt(asOf: Date): RawBuilder<unknown> {
  const kept = (name: Reported) =>
    sql`case when before.place is null then notice.${sql.ref(name)} else before.${sql.ref(name)} end as ${sql.ref(name)}`;
  return sql`
    left join lateral (select * from notice_before where notice_before.notice_id = notice.id
      and notice_before.until > ${asOf}::timestamptz order by until, place limit 1) before on true
    cross join lateral (select ${sql.join((['regime_id', 'category', 'outcome', 'restored'] as const).map(kept))}) stood`;
}
