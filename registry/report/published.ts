import { sql, type RawBuilder } from 'kysely';
import { isNoSecret } from '../notice/secrecy.js';

/** Which notices a report is about: received from one instant until another, as the registry stood at a third. */
export interface ReportSpan {
  from: Date;
  to: Date;
  asOf: Date;
}

/**
 * Whether a published figure may count a notice row (alias `notice`). It was there and no secret at `asOf`, so that the same
 * question answers the same later; and it is none now: what has become secret since is in no answer any more.
 */
export function isPublished({ from, to, asOf }: ReportSpan): RawBuilder<boolean> {
  return sql<boolean>`(received_at >= ${from}::timestamptz and received_at < ${to}::timestamptz
    and created_at <= ${asOf}::timestamptz
    and ${isNoSecret()} and (secrecy_level = 'open' or secrecy_until <= ${asOf}::timestamptz)
    and not exists (select from reclassification lowered
      where lowered.notice_id = notice.id and lowered.state = 'agreed' and lowered.decided_at > ${asOf}::timestamptz))`;
}

/** How many items a notice named at `asOf`: later lists are taken away again. */
export function itemsAt(asOf: Date): RawBuilder<number> {
  return sql<number>`(targets - coalesce((select sum(accepted) from target_upload
    where target_upload.notice_id = notice.id and uploaded_at > ${asOf}::timestamptz), 0))::integer`;
}

/** What reports count a notice by that changes with time. */
type Reported = 'regime_id' | 'category' | 'outcome' | 'restored';

/**
 * How a notice row (alias `notice`) stood at `asOf`, joined as `stood`: as what changed it later has kept it, or as it stands.
 */
export function stoodAt(asOf: Date): RawBuilder<unknown> {
  const kept = (name: Reported) =>
    sql`case when before.place is null then notice.${sql.ref(name)} else before.${sql.ref(name)} end as ${sql.ref(name)}`;
  return sql`
    left join lateral (select * from notice_before where notice_before.notice_id = notice.id
      and notice_before.until > ${asOf}::timestamptz order by until, place limit 1) before on true
    cross join lateral (select ${sql.join((['regime_id', 'category', 'outcome', 'restored'] as const).map(kept))}) stood`;
}
