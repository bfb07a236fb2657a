import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';
import type { AlertKind } from '../../domain/alert.js';
import type { ClockKind, ClockOwner } from '../../domain/clocks/clock.js';
import { utcText } from '../utc-text.js';
import { isNoSecret, canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { alertKind } from './alerts.js';

export interface AlertRow {
  id: string;
  kind: AlertKind;
  notice_id: string | null;
  number: string | null;
  secrecy_level: string | null;
  since: Date;
  summary: string;
  detail: Record<string, unknown>;
  clock: AlertClock | null;
}

export interface AlertClock {
  id: string;
  kind: ClockKind;
  owner: ClockOwner;
  state: 'running' | 'paused' | 'met' | 'missed' | 'cancelled' | 'lapsed';
  startsAt: string;
  dueAt: string | null;
  metAt: string | null;
}

export interface AlertFilters {
  kind?: string | undefined;
  since?: Date | undefined;
}

const STUCK_AFTER_SECONDS = 60;

const STUCK = alertKind('stuck_outbox');
const UNCLAIMED = alertKind('unclaimed');

/**
 * All open alerts: stored rows, and conditions that can only be seen from outside, derived on read. A derived row's id
 * is a hash of its cause and therefore stable. Times are truncated to milliseconds because a cursor carries no more.
 */
function openRows(now: Date): RawBuilder<unknown> {
  const at = sql`${now}::timestamptz`;
  return sql`
    select id, kind, notice_id, date_trunc('milliseconds', since) as since, summary, detail, audience
    from alert where resolved_at is null
    union all
    select md5('stuck_outbox:' || outbox.id)::uuid, ${STUCK}, notice_id, date_trunc('milliseconds', created_at),
      case kind when 'start' then 'The workflow of the notice has not been started.' else 'An act has not reached the workflow.' end,
      jsonb_build_object('waitsFor', kind, 'attempts', attempts), null::text[]
    from outbox
    where done_at is null and created_at < ${at} - make_interval(secs => ${STUCK_AFTER_SECONDS}) and not exists (
      select from alert known
      where known.notice_id = outbox.notice_id and known.kind = ${STUCK} and known.resolved_at is null)
    union all
    select md5('unclaimed:' || notice.id)::uuid, ${UNCLAIMED}, notice.id,
      date_trunc('milliseconds', clock.starts_at + (clock.due_at - clock.starts_at) / 2),
      'Nobody has taken the notice, and half of the time of its ' || clock.kind || ' clock has gone.',
      jsonb_build_object('clock', clock.id, 'clockKind', clock.kind, 'dueAt', ${utcText(sql`clock.due_at`)}), null::text[]
    from notice join clock on clock.id =
      case when next_plan_at < next_due_at or next_due_at is null then next_plan_clock else next_due_clock end
    where notice.stage in ('triage', 'review') and (notice.assignee is null or notice.claimed_until < ${at})
      and clock.due_at is not null and clock.starts_at + (clock.due_at - clock.starts_at) / 2 < ${at} and not exists (
        select from alert known
        where known.notice_id = notice.id and known.kind = ${UNCLAIMED} and known.resolved_at is null)`;
}

function visible({ reader, now, filters }: { reader: Reader; now: Date; filters: AlertFilters }): RawBuilder<unknown> {
  const kind = filters.kind === undefined ? sql`true` : sql`open.kind = ${filters.kind}`;
  const since = filters.since === undefined ? sql`true` : sql`open.since >= ${filters.since}::timestamptz`;
  return sql`
    from (${openRows(now)}) as open (id, kind, notice_id, since, summary, detail, audience)
    left join notice on notice.id = open.notice_id
    where (open.notice_id is null or ${canRead(reader)}) and (open.audience is null or open.audience && ${reader.roles}::text[])
      and ${kind} and ${since}`;
}

export async function listAlerts(
  db: Connection,
  input: {
    reader: Reader;
    now: Date;
    filters: AlertFilters;
    after: { sinceMs: number; id: string } | null;
    limit: number;
  },
): Promise<AlertRow[]> {
  const { after, limit, ...question } = input;
  const later =
    after === null
      ? sql`true`
      : sql`(open.since, open.id) > (${new Date(after.sinceMs)}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<AlertRow>`
    select open.id, open.kind, open.notice_id, notice.number, notice.secrecy_level, open.since, open.summary, open.detail, (
      select jsonb_build_object('id', clock.id, 'kind', clock.kind, 'owner', clock.owner, 'state', clock.state,
        'startsAt', ${utcText(sql`clock.starts_at`)}, 'dueAt', ${utcText(sql`clock.due_at`)}, 'metAt', ${utcText(sql`clock.met_at`)})
      from clock where clock.notice_id = open.notice_id and clock.id::text = open.detail ->> 'clock'
    ) as clock
    ${visible(question)} and ${later}
    order by open.since, open.id limit ${limit}`.execute(db);
  return rows;
}

export async function countAlerts(
  db: Connection,
  question: { reader: Reader; now: Date; filters: AlertFilters },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total ${visible(question)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Counts open alerts as ops lists them: those of one kind about one notice are one row. */
export async function countAlertRows(db: Connection, question: { reader: Reader; now: Date }): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(distinct (open.kind, coalesce(open.notice_id, open.id))) as total
    ${visible({ ...question, filters: {} })}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Counts open alerts by kind for monitoring; includes only the desk's own and those of non-secret notices. */
export async function countAlertsByKind(db: Connection, now: Date): Promise<Map<AlertKind, number>> {
  const { rows } = await sql<{ kind: AlertKind; total: number }>`
    select open.kind, count(*)::int as total
    from (${openRows(now)}) as open (id, kind, notice_id, since, summary, detail, audience)
    left join notice on notice.id = open.notice_id
    where open.audience is null and (open.notice_id is null or ${isNoSecret()})
    group by open.kind`.execute(db);
  return new Map(rows.map(({ kind, total }) => [kind, total]));
}

export interface AlertChange extends Omit<AlertRow, 'summary' | 'detail' | 'clock'> {
  regime_id: string | null;
  authority_country: string | null;
  resolved_at: Date | null;
  open: boolean;
}

export async function listAlertChanges(
  db: Connection,
  { reader, from, limit }: { reader: Reader; from: Date; limit: number },
): Promise<AlertChange[]> {
  const { rows } = await sql<AlertChange>`
    select alert.id, alert.kind, alert.notice_id, notice.number, notice.secrecy_level, notice.regime_id,
      notice.authority_country, alert.since, alert.resolved_at, alert.resolved_at is null as open
    from alert left join notice on notice.id = alert.notice_id
    where (alert.since >= ${from}::timestamptz or alert.resolved_at >= ${from}::timestamptz)
      and (alert.notice_id is null or ${canRead(reader)})
      and (alert.audience is null or alert.audience && ${reader.roles}::text[])
    order by alert.since, alert.id limit ${limit}`.execute(db);
  return rows;
}
