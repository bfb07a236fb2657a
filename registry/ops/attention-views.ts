import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';
import type { AttentionKind } from '../../domain/attention.js';
import type { ClockKind, ClockOwner } from '../../domain/clock/clock.js';
import { utcText } from '../utc-text.js';
import { isNoSecret, mayKnow } from '../notice/secrecy.js';
import type { Reader } from '../reading.js';
import { attentionKind } from './attention.js';

export interface AttentionRow {
  id: string;
  kind: AttentionKind;
  notice_id: string | null;
  number: string | null;
  secrecy_level: string | null;
  since: Date;
  summary: string;
  detail: Record<string, unknown>;
  clock: AttentionClock | null;
}

export interface AttentionClock {
  id: string;
  kind: ClockKind;
  owner: ClockOwner;
  state: 'running' | 'paused' | 'met' | 'missed' | 'cancelled' | 'lapsed';
  startsAt: string;
  dueAt: string | null;
  metAt: string | null;
}

export interface AttentionFilters {
  kind?: string | undefined;
  since?: Date | undefined;
}

const STUCK_AFTER_SECONDS = 60;

const STUCK = attentionKind('stuck_outbox');
const UNCLAIMED = attentionKind('unclaimed');

/**
 * All open alerts: stored rows, and conditions that can only be seen from outside, derived on read. A derived row's id
 * is a hash of its cause and therefore stable. Times are truncated to milliseconds because a cursor carries no more.
 */
function openRows(now: Date): RawBuilder<unknown> {
  const at = sql`${now}::timestamptz`;
  return sql`
    select id, kind, notice_id, date_trunc('milliseconds', since) as since, summary, detail, audience
    from attention where resolved_at is null
    union all
    select md5('stuck_outbox:' || outbox.id)::uuid, ${STUCK}, notice_id, date_trunc('milliseconds', created_at),
      case kind when 'start' then 'The workflow of the notice has not been started.' else 'An act has not reached the workflow.' end,
      jsonb_build_object('waitsFor', kind, 'attempts', attempts), null::text[]
    from outbox
    where done_at is null and created_at < ${at} - make_interval(secs => ${STUCK_AFTER_SECONDS}) and not exists (
      select from attention known
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
        select from attention known
        where known.notice_id = notice.id and known.kind = ${UNCLAIMED} and known.resolved_at is null)`;
}

function visible({
  reader,
  now,
  filters,
}: {
  reader: Reader;
  now: Date;
  filters: AttentionFilters;
}): RawBuilder<unknown> {
  const kind = filters.kind === undefined ? sql`true` : sql`open.kind = ${filters.kind}`;
  const since = filters.since === undefined ? sql`true` : sql`open.since >= ${filters.since}::timestamptz`;
  return sql`
    from (${openRows(now)}) as open (id, kind, notice_id, since, summary, detail, audience)
    left join notice on notice.id = open.notice_id
    where (open.notice_id is null or ${mayKnow(reader)}) and (open.audience is null or open.audience && ${reader.roles}::text[])
      and ${kind} and ${since}`;
}

export async function listAttention(
  db: Connection,
  {
    after,
    limit,
    ...question
  }: {
    reader: Reader;
    now: Date;
    filters: AttentionFilters;
    after: { sinceMs: number; id: string } | null;
    limit: number;
  },
): Promise<AttentionRow[]> {
  const later =
    after === null
      ? sql`true`
      : sql`(open.since, open.id) > (${new Date(after.sinceMs)}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<AttentionRow>`
    select open.id, open.kind, open.notice_id, notice.number, notice.secrecy_level, open.since, open.summary, open.detail, (
      select jsonb_build_object('id', clock.id, 'kind', clock.kind, 'owner', clock.owner, 'state', clock.state,
        'startsAt', ${utcText(sql`clock.starts_at`)}, 'dueAt', ${utcText(sql`clock.due_at`)}, 'metAt', ${utcText(sql`clock.met_at`)})
      from clock where clock.notice_id = open.notice_id and clock.id::text = open.detail ->> 'clock'
    ) as clock
    ${visible(question)} and ${later}
    order by open.since, open.id limit ${limit}`.execute(db);
  return rows;
}

export async function countAttention(
  db: Connection,
  question: { reader: Reader; now: Date; filters: AttentionFilters },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*) as total ${visible(question)}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Counts open alerts by kind for monitoring; includes only the desk's own and those of non-secret notices. */
export async function countAttentionByKind(db: Connection, now: Date): Promise<Map<AttentionKind, number>> {
  const { rows } = await sql<{ kind: AttentionKind; total: number }>`
    select open.kind, count(*)::int as total
    from (${openRows(now)}) as open (id, kind, notice_id, since, summary, detail, audience)
    left join notice on notice.id = open.notice_id
    where open.audience is null and (open.notice_id is null or ${isNoSecret()})
    group by open.kind`.execute(db);
  return new Map(rows.map(({ kind, total }) => [kind, total]));
}

export interface AttentionChange extends Omit<AttentionRow, 'summary' | 'detail' | 'clock'> {
  resolved_at: Date | null;
  open: boolean;
}

export async function listAttentionChanges(
  db: Connection,
  { reader, from, limit }: { reader: Reader; from: Date; limit: number },
): Promise<AttentionChange[]> {
  const { rows } = await sql<AttentionChange>`
    select attention.id, attention.kind, attention.notice_id, notice.number, notice.secrecy_level,
      attention.since, attention.resolved_at, attention.resolved_at is null as open
    from attention left join notice on notice.id = attention.notice_id
    where (attention.since >= ${from}::timestamptz or attention.resolved_at >= ${from}::timestamptz)
      and (attention.notice_id is null or ${mayKnow(reader)})
      and (attention.audience is null or attention.audience && ${reader.roles}::text[])
    order by attention.since, attention.id limit ${limit}`.execute(db);
  return rows;
}
