import { sql } from 'kysely';
import type { Stage } from '../domain/notice.js';
import type { Connection } from './db.js';
import { mayKnow, type Reader } from './secrecy.js';

export interface StageStats {
  stage: Stage;
  notices: number;
  overdue: number;
  due_1h: number;
  due_4h: number;
  due_24h: number;
}

/** Notices by stage that a reader may know of, and how many of them are late or soon due. One pass over the open notices. */
export async function countByStage(
  db: Connection,
  { reader, now }: { reader: Reader; now: Date },
): Promise<StageStats[]> {
  const dueWithin = (hours: number) =>
    sql`count(*) filter (where least(next_due_at, next_plan_at) >= ${now}::timestamptz and least(next_due_at, next_plan_at) < ${now}::timestamptz + make_interval(hours => ${hours}))`;
  const { rows } = await sql<StageStats>`
    select stage, count(*) as notices,
      count(*) filter (where exists (
        select from clock where clock.notice_id = notice.id and owner = 'us' and state = 'missed' and met_at is null)) as overdue,
      ${dueWithin(1)} as due_1h, ${dueWithin(4)} as due_4h, ${dueWithin(24)} as due_24h
    from notice where ${mayKnow(reader)} group by stage`.execute(db);
  return rows;
}

export interface Gauges {
  stages: { stage: string; notices: number }[];
  overdue: number;
  attention: number;
  outbox: number;
}

/** Counts over everything for monitoring; no reader, so nothing that names a notice. */
export async function countForMonitoring(db: Connection): Promise<Gauges> {
  const [stages, singles] = await Promise.all([
    sql<{ stage: string; notices: number }>`select stage, count(*) as notices from notice group by stage`.execute(db),
    sql<{ overdue: number; attention: number; outbox: number }>`
      select
        (select count(distinct notice_id) from clock where owner = 'us' and state = 'missed' and met_at is null) as overdue,
        (select count(*) from attention where resolved_at is null) as attention,
        (select count(*) from outbox where done_at is null) as outbox`.execute(db),
  ]);
  return { stages: stages.rows, ...(singles.rows[0] ?? { overdue: 0, attention: 0, outbox: 0 }) };
}
