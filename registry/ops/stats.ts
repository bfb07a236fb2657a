import { sql } from 'kysely';
import type { Purpose } from '../../domain/submissions/submission.js';
import type { Stage } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import { isNoSecret, canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface StageStats {
  stage: Stage;
  notices: number;
  overdue: number;
  due_1h: number;
  due_4h: number;
  due_24h: number;
}

/**
 * Counts accessible notices by stage, and how many are late or due soon. Closed ones are counted from their index only.
 */
export async function countByStage(
  db: Connection,
  { reader, now }: { reader: Reader; now: Date },
): Promise<StageStats[]> {
  const dueWithin = (hours: number) =>
    sql`count(*) filter (where least(next_due_at, next_plan_at) >= ${now}::timestamptz and least(next_due_at, next_plan_at) < ${now}::timestamptz + make_interval(hours => ${hours}))`;
  const { rows } = await sql<StageStats>`
    with overdue as materialized (
      select notice.id, notice.stage
      from (select distinct notice_id from clock where owner = 'us' and state = 'missed' and met_at is null) late
      join notice on notice.id = late.notice_id where ${canRead(reader)}
    )
    select stage, count(*) as notices, (select count(*) from overdue where overdue.stage = notice.stage) as overdue,
      ${dueWithin(1)} as due_1h, ${dueWithin(4)} as due_4h, ${dueWithin(24)} as due_24h
    from notice where stage <> 'closed' and ${canRead(reader)} group by stage
    union all
    select 'closed', count(*), (select count(*) from overdue where overdue.stage = 'closed'), 0, 0, 0
    from notice where stage = 'closed' and ${canRead(reader)}`.execute(db);
  return rows;
}

export interface LastEnforced {
  notice: string;
  number: string;
  secrecy_level: string;
  purpose: Purpose;
  done: number;
  at: Date;
}

export async function findLastEnforced(db: Connection, reader: Reader): Promise<LastEnforced | undefined> {
  const { rows } = await sql<LastEnforced>`
    select notice.id as notice, notice.number, notice.secrecy_level, submission.purpose, submission.finished_at as at, (
      select coalesce(sum(count), 0)::integer from operation_count
      where notice_id = submission.notice_id and submission = submission.number and status in ('applied', 'released')
    ) as done
    from submission join notice on notice.id = submission.notice_id
    where submission.finished_at is not null and submission.enforced > 0 and ${canRead(reader)}
    order by submission.finished_at desc limit 1`.execute(db);
  return rows[0];
}

export interface Gauges {
  stages: { stage: string; notices: number }[];
  overdue: number;
  alert: number;
  outbox: number;
}

/** Counts for monitoring. Includes non-secret notices only, so that no secret one can be inferred. */
export async function countForMonitoring(db: Connection): Promise<Gauges> {
  const [stages, singles] = await Promise.all([
    sql<{ stage: string; notices: number }>`
      select stage, count(*) as notices from notice where stage <> 'closed' and ${isNoSecret()} group by stage
      union all select 'closed', count(*) from notice where stage = 'closed' and ${isNoSecret()}`.execute(db),
    sql<{ overdue: number; alert: number; outbox: number }>`
      select
        (select count(distinct notice_id) from clock join notice on notice.id = clock.notice_id where ${isNoSecret()} and owner = 'us' and state = 'missed' and met_at is null) as overdue,
        (select count(*) from alert left join notice on notice.id = notice_id
          where resolved_at is null and audience is null and (notice_id is null or ${isNoSecret()})) as alert,
        (select count(*) from outbox join notice on notice.id = notice_id where done_at is null and ${isNoSecret()}) as outbox`.execute(
      db,
    ),
  ]);
  return { stages: stages.rows, ...(singles.rows[0] ?? { overdue: 0, alert: 0, outbox: 0 }) };
}
