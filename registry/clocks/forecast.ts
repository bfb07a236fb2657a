import { isDeepStrictEqual } from 'node:util';
import { sql, type RawBuilder } from 'kysely';
import type { AlertKind } from '../../domain/alert.js';
import type { ClockKind } from '../../domain/clocks/clock.js';
import type { ForecastClock, Measure, Throughput } from '../../domain/clocks/forecast.js';
import type { SecrecyLevel } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import { actions, detailText } from '../notices/audit-sql.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

/** A week, so that nights and a weekend carry their real weight (company default). */
const PACE_DAYS = 7;
// About 1,000 notices (company default). Row security looks up the notice of each entry.
const PACE_ENTRIES = 5_000;
/** Minimum measuring period of an hour, so that a burst of a minute does not count as throughput. */
const LEAST_WAITING_MS = 3_600_000;

interface Question {
  reader: Reader | null;
  now: Date;
}

function known({ reader }: Question): RawBuilder<boolean> {
  return reader === null ? sql<boolean>`true` : canRead(reader);
}

export interface ForecastClockRow extends ForecastClock {
  number: string;
  secrecyLevel: SecrecyLevel;
}

const epochMs = (instant: RawBuilder<unknown>) => sql`(extract(epoch from ${instant}) * 1000)::float8`;

/** Lists our running clocks due in the future, with the progress of their notices, in one statement. */
export async function listOpenClocks(db: Connection, question: Question): Promise<ForecastClockRow[]> {
  const { rows } = await sql<ForecastClockRow>`
    select clock.id, clock.notice_id as "noticeId", clock.kind, notice.number, notice.stage, notice.undecided,
      notice.secrecy_level as "secrecyLevel",
      ${epochMs(sql`clock.starts_at`)} as "startsAtMs", ${epochMs(sql`clock.due_at`)} as "dueAtMs",
      ${epochMs(sql`submission.frozen_at`)} as "submittedAtMs",
      ${epochMs(sql`(
        select max(at) from approval
        where approval.notice_id = submission.notice_id and approval.submission = submission.number)`)} as "approvedAtMs"
    from clock join notice on notice.id = clock.notice_id
    left join submission on notice.stage in ('approval', 'enforcement')
      and submission.notice_id = notice.id and submission.number = notice.submission_number
    where clock.state = 'running' and clock.owner = 'us' and clock.form = 'ceiling'
      and clock.due_at > ${question.now}::timestamptz and notice.stage <> 'closed' and ${known(question)}`.execute(db);
  return rows;
}

interface PaceRow {
  decided: number;
  waitedMs: number;
  lengths: { step: 'approval' | 'enforcement' | ClockKind; samples: number; value: number }[];
}

/**
 * Measures recent throughput from audit events of decisions, approvals, enforcement and met clocks, over the accessible
 * notices, in one statement.
 */
export async function measurePace(db: Connection, question: Question): Promise<Throughput> {
  const now = sql`${question.now}::timestamptz`;
  const { rows } = await sql<PaceRow>`
    with entry as materialized (
      select notice_id, action, at, detail from audit_entry
      where action in (${actions('decide', 'approve', 'enforced', 'clock_met')})
      order by seq desc limit ${sql.lit(PACE_ENTRIES)}
    ), span (since) as (
      select greatest(
        ${now} - make_interval(days => ${sql.lit(PACE_DAYS)}),
        case when count(*) = ${sql.lit(PACE_ENTRIES)} then min(at) end) from entry
    ), recent as materialized (
      select entry.notice_id, entry.action, entry.at, entry.detail, notice.created_at
      from entry join notice on notice.id = entry.notice_id
      where entry.at > (select since from span) and entry.at <= ${now} and ${known(question)}
    ), lengths (step, length) as (${lengths})
    select
      (select coalesce(sum((${detailText<'decide'>('changed')})::int), 0) from recent
        where action = ${actions('decide')}) as decided,
      (select coalesce(sum(extract(epoch from upper(stretch) - lower(stretch))) * 1000, 0)::float8
        from unnest((${waiting(question, now)})) stretch) as "waitedMs",
      (select coalesce(jsonb_agg(jsonb_build_object('step', step, 'samples', samples, 'value', value)), '[]') from (
        select step, count(*) as samples,
          percentile_cont(0.5) within group (order by extract(epoch from length) * 1000) as value
        from lengths where length >= interval '0' group by step) step) as lengths`.execute(db);
  return toPace(rows[0] ?? { decided: 0, waitedMs: 0, lengths: [] });
}

const lengths = sql`
  select 'approval', recent.at - submission.frozen_at
  from recent join submission on submission.notice_id = recent.notice_id
    and submission.number = (${detailText<'approve'>('submission', 'recent')})::int
  where recent.action = ${actions('approve')} and ${detailText<'approve'>('complete', 'recent')} = 'true'
  union all
  select 'enforcement', recent.at - (
    select max(approval.at) from approval
    where approval.notice_id = submission.notice_id and approval.submission = submission.number)
  from recent join submission on submission.notice_id = recent.notice_id
    and submission.number = (${detailText<'enforced'>('submission', 'recent')})::int
  where recent.action = ${actions('enforced')} and submission.purpose = 'decision'
  union all
  select clock.kind, recent.at - clock.starts_at
  from recent join clock on clock.id = (${detailText<'clock_met'>('clock', 'recent')})::uuid
  where recent.action = ${actions('clock_met')} and clock.owner = 'us'`;

function waiting(question: Question, now: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select range_agg(tstzrange(from_at, to_at)) from (
      select greatest(created_at, since) as from_at, to_at from span, (
        select created_at, ${now} as to_at from notice
        where undecided > 0 and stage <> 'closed' and ${known(question)}
        union all
        select created_at, max(at) from recent where action = ${actions('decide')} group by notice_id, created_at
      ) stay
    ) clipped where from_at < to_at`;
}

function toPace({ decided, waitedMs, lengths: measured }: PaceRow): Throughput {
  const measures = new Map(measured.map(({ step, value, samples }) => [step, { value, samples }]));
  const unmeasured: Measure = { value: 0, samples: 0 };
  const { approval, enforcement, ...metMs } = Object.fromEntries(measures) as Partial<Record<string, Measure>>;
  return {
    draftedPerHour: { value: decided / (Math.max(waitedMs, LEAST_WAITING_MS) / 3_600_000), samples: decided },
    approvalMs: approval ?? unmeasured,
    enforcementMs: enforcement ?? unmeasured,
    metMs,
  };
}

export interface ForecastAlert {
  noticeId: string;
  summary: string;
  detail: Record<string, unknown>;
}

const KIND = 'breach_forecast' satisfies AlertKind;

/**
 * Replaces the open forecast alerts with the wanted ones: raises, updates changed texts and resolves the rest. Writes
 * only the difference, in three statements at most; a notice closed meanwhile gets none.
 */
export async function syncForecasts(trx: Connection, wanted: readonly ForecastAlert[]): Promise<void> {
  const { rows: open } = await sql<{ key: string; summary: string; detail: Record<string, unknown> }>`
    select key, summary, detail from alert where kind = ${KIND} and resolved_at is null`.execute(trx);
  const openByKey = new Map(open.map(({ key, ...content }) => [key, content]));
  const rows = wanted.map((row) => ({ ...row, key: `${row.noticeId}:${KIND}` }));
  const changed = rows.filter(
    ({ key, summary, detail }) => !isDeepStrictEqual(openByKey.get(key), { summary, detail }),
  );
  if (changed.length > 0) await writeForecasts(trx, changed);
  const kept = new Set(rows.map(({ key }) => key));
  const over = open.map(({ key }) => key).filter((key) => !kept.has(key));
  if (over.length === 0) return;
  await sql`
    update alert set resolved_at = now() where resolved_at is null and key = any (${over}::text[])`.execute(trx);
}

async function writeForecasts(trx: Connection, rows: readonly (ForecastAlert & { key: string })[]): Promise<void> {
  await sql`
    insert into alert (id, key, kind, notice_id, summary, detail)
    select gen_random_uuid(), key, ${KIND}, notice.id, summary, detail
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as sent (key text, "noticeId" uuid, summary text, detail jsonb)
    join notice on notice.id = sent."noticeId" and notice.stage <> 'closed'
    on conflict (key) where resolved_at is null do update set summary = excluded.summary, detail = excluded.detail`.execute(
    trx,
  );
}

const FORECAST_LOCK = 4_207_313;

/** Returns whether this transaction may compute forecasts now; one process at a time is enough. */
export async function claimForecast(trx: Connection): Promise<boolean> {
  const { rows } = await sql<{ claimed: boolean }>`
    select pg_try_advisory_xact_lock(${FORECAST_LOCK}) as claimed`.execute(trx);
  return rows[0]?.claimed ?? false;
}
