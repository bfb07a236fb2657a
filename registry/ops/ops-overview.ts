import { sql, type RawBuilder } from 'kysely';
import type { TargetRepairAction } from '../../domain/commands/command.js';
import type { Connection } from '../db.js';
import { actions, detailText } from '../notices/audit-sql.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

interface Question {
  reader: Reader;
  now: Date;
}

const HOURS = 2;
/** Newest audit log entries examined; caps the query cost on a busy desk, whose series then start later. */
const ENTRIES = 20_000;

export interface MinuteRow {
  at: Date;
  applied: number;
  decisions: number;
  letters: number;
  received: number;
}

export interface LagRow {
  at: Date;
  /** Milliseconds from the due instant of a step or clock to the instant it acted. */
  p50: number;
  p99: number;
}

function earliest(now: Date): RawBuilder<Date> {
  return sql<Date>`${new Date(now.getTime() - HOURS * 3_600_000)}::timestamptz`;
}

function recent(now: Date): RawBuilder<unknown> {
  return sql`span (since) as (
      select greatest(${earliest(now)}, (select at from audit_entry order by seq desc offset ${sql.lit(ENTRIES)} limit 1))
    ), recent as materialized (
      select entry.notice_id, entry.action, entry.at, entry.detail
      from (select notice_id, action, at, detail from audit_entry order by seq desc limit ${sql.lit(ENTRIES)}) entry
      where entry.at > (select since from span) and entry.at <= ${now}::timestamptz
    )`;
}

export async function measureMinutes(
  db: Connection,
  { reader, now }: Question,
): Promise<{ since: Date; minutes: MinuteRow[] }> {
  const { rows } = await sql<MinuteRow & { since: Date }>`
    with ${recent(now)}, acted (at, applied, decisions, letters, received) as (
      select recent.at, 0,
        case when action in (${actions('decide', 'copy_decisions')})
          then coalesce((${detailText<'decide' | 'copy_decisions'>('changed')})::int, 0) else 0 end,
        (action = ${actions('letter_sent')})::int, (action = ${actions('notice_received')})::int
      from recent join notice on notice.id = recent.notice_id
      where action in (${actions('decide', 'copy_decisions', 'letter_sent', 'notice_received')}) and ${canRead(reader)}
      union all
      select operation.at, 1, 0, 0, 0
      from submission join notice on notice.id = submission.notice_id
      -- From what was being carried out to its operations: there are far too many to begin with them.
      cross join lateral (
        select at from operation
        where operation.notice_id = submission.notice_id and operation.submission = submission.number
          and at > (select since from span) and at <= ${now}::timestamptz and status in ('applied', 'already', 'released')
        offset 0
      ) operation
      where submission.started_at is not null
        -- Said twice: of an instant that is given PostgreSQL knows how little lies after it.
        and (submission.finished_at is null or submission.finished_at > ${earliest(now)})
        and (submission.finished_at is null or submission.finished_at > (select since from span)) and ${canRead(reader)}
    )
    select span.since, minute.* from span left join (
      select date_trunc('minute', at) as at, sum(applied) as applied, sum(decisions) as decisions, sum(letters) as letters,
        sum(received) as received
      from acted group by date_trunc('minute', at)
    ) minute on true order by minute.at`.execute(db);
  const since = rows[0]?.since ?? now;
  return { since, minutes: rows.filter(({ at }) => at !== null).map(({ since: _, ...minute }) => minute) };
}

/**
 * SQL expression: when the desk last received something about a notice before an entry (its arrival, or a person's
 * act). A clock moved or started then may have steps that were already past; their lateness counts from here. Expects a
 * `notice` row in the query.
 */
export function heardBefore(entry: string): RawBuilder<Date> {
  return sql`greatest(notice.created_at, (
    select max(heard.at) from audit_entry heard
    where heard.notice_id = notice.id and heard.at <= ${sql.ref(`${entry}.at`)} and heard.actor_kind <> 'system'))`;
}

/**
 * Measures per minute how late steps and clocks acted, over the accessible notices. Lateness counts from the due
 * instant, or from the last thing received before the act: a notice may arrive, or triage may choose a law, after a
 * step is due, which then acts immediately and is not late.
 */
export async function measureTimerLag(db: Connection, { reader, now }: Question): Promise<LagRow[]> {
  const { rows } = await sql<LagRow>`
    with ${recent(now)}, due as materialized (
      select distinct recent.action, clock.id, clock.escalation, clock.due_at, recent.at, ${heardBefore('recent')} as heard_at
      from recent join notice on notice.id = recent.notice_id join clock on clock.id = (${detailText<'escalation_fired' | 'clock_missed' | 'clock_lapsed'>('clock', 'recent')})::uuid
      where recent.action in (${actions('escalation_fired', 'clock_missed', 'clock_lapsed')}) and ${canRead(reader)}
    ), late (at, ms) as (
      select at, extract(epoch from at) * 1000
        - greatest((level ->> 'atMs')::float8, least(extract(epoch from heard_at), extract(epoch from at)) * 1000)
      from due, jsonb_array_elements(escalation) level
      where action = ${actions('escalation_fired')} and (level ->> 'firedAtMs')::float8 = extract(epoch from at) * 1000
      union all
      select at, extract(epoch from at - greatest(due_at, least(heard_at, at))) * 1000
      from due where action <> ${actions('escalation_fired')} and due_at is not null
    )
    select date_trunc('minute', at) as at, percentile_cont(0.5) within group (order by ms) as p50,
      percentile_cont(0.99) within group (order by ms) as p99
    from late where ms >= 0 group by date_trunc('minute', at) order by 1`.execute(db);
  return rows;
}

export interface RepairedRow {
  at: Date;
  by: string;
  by_name: string;
  notice: string;
  number: string;
  secrecy_level: string;
  action: TargetRepairAction;
  target: number | null;
  targets: number;
  reason: string;
}

/** Lists repairs of the last day on accessible notices, newest first. */
export async function listRepaired(
  db: Connection,
  { reader, now, limit }: Question & { limit: number },
): Promise<RepairedRow[]> {
  const { rows } = await sql<RepairedRow>`
    select repair.created_at as at, repair.by_id as by, repair.by_name, notice.id as notice, notice.number,
      notice.secrecy_level, repair.action, repair.reason, meant.targets,
      case when meant.targets = 1 then meant.first end as target
    from repair join notice on notice.id = repair.notice_id, lateral (
      select count(*) as targets, min(no) as first from repair_target where repair_target.repair_id = repair.id
    ) meant
    where repair.created_at > ${now}::timestamptz - interval '1 day' and repair.created_at <= ${now}::timestamptz
      and not exists (select from command where command.id = repair.id and command.state = 'refused')
      and ${canRead(reader)}
    order by repair.created_at desc, repair.id limit ${limit}`.execute(db);
  return rows;
}
