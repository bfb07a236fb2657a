import { sql } from 'kysely';
import { PROMISE_TABLE, PROMISES, type Promised } from '../../domain/promise.js';
import type { Connection } from '../db.js';
import { heardBefore } from './ops-overview.js';
import { isNoSecret } from '../notices/secrecy.js';

export interface Kept {
  promise: Promised;
  events: number;
  /** Events over the promised limit, including those still waiting. */
  late: number;
  /** Seconds; null without an event. */
  median: number | null;
  p99: number | null;
  longest: number | null;
}

/** Audit log entries examined, so that the query costs the same in a night of 100,000 acts. */
const LATEST_ENTRIES = 10_000;

/**
 * Measures how the desk kept its own promises in the last hour. Considers non-secret notices only, because anyone may
 * read the metrics. A step that was past when its clock was started or moved counts from then.
 */
export async function measurePromises(db: Connection): Promise<Kept[]> {
  const limits = PROMISES.map((promise) => sql`(${promise}, ${PROMISE_TABLE[promise].seconds}::float8)`);
  const { rows } = await sql<Kept>`
    with lately as (
      select at, notice_id, action, detail from audit_entry
      where seq > (select coalesce(max(seq), 0) - ${LATEST_ENTRIES} from audit_entry)
        and at > now() - interval '1 hour' and action in ('letter_sent', 'escalation_fired')
    ), taken as (
      select 'acknowledged' as promise, notice_id, extract(epoch from lately.at - notice.created_at) as seconds
      from lately join notice on notice.id = lately.notice_id
      where action = 'letter_sent' and detail ->> 'kind' = 'acknowledgement'
      union all
      select 'step', lately.notice_id,
        extract(epoch from lately.at - greatest(to_timestamp((step ->> 'atMs')::float8 / 1000), ${heardBefore('lately')}))
      from lately
      join notice on notice.id = lately.notice_id
      join clock on clock.notice_id = lately.notice_id and clock.id::text = lately.detail ->> 'clock'
      cross join lateral jsonb_array_elements(clock.escalation) step
      where action = 'escalation_fired' and lately.detail -> 'levels' @> (step -> 'level')
      union all
      select 'page', notice_id, extract(epoch from coalesce(accepted_at, now()) - created_at)
      from staff_message where channel = 'page' and created_at > now() - interval '1 hour'
    )
    select promise, count(seconds)::int as events, count(seconds) filter (where seconds > within)::int as late,
      percentile_cont(0.5) within group (order by seconds) as median,
      percentile_cont(0.99) within group (order by seconds) as p99, max(seconds)::float8 as longest
    from (values ${sql.join(limits)}) as promised (promise, within)
    left join (select taken.* from taken join notice on notice.id = taken.notice_id where ${isNoSecret()}) known using (promise)
    group by promise`.execute(db);
  return rows;
}
