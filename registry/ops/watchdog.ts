import { sql } from 'kysely';
import type { NEEDED_QUEUES } from '../../domain/releases/served.js';
import type { Connection } from '../db.js';
import { isNoSecret } from '../notices/secrecy.js';
import { actions, detailJson, detailText } from '../notices/audit-sql.js';

/** A watchdog whose last heartbeat is older than this counts as stopped. */
export const WATCHDOG_SILENT_SECONDS = 60;

export interface Heartbeat {
  ageSeconds: number;
  /** Clocks that were late at the last check, and since when the first was. */
  overdue: number;
  oldestAt: Date | null;
}

/** Returns the latest watchdog heartbeat, with its age by the database's clock; undefined if none was ever sent. */
export async function findHeartbeat(db: Connection): Promise<Heartbeat | undefined> {
  const { rows } = await sql<{ age: number; overdue: number; oldest_at: Date | null }>`
    select extract(epoch from now() - heartbeat_at)::float8 as age, overdue, oldest_at
    from watchdog order by heartbeat_at desc limit 1`.execute(db);
  const [row] = rows;
  return row === undefined ? undefined : { ageSeconds: row.age, overdue: row.overdue, oldestAt: row.oldest_at };
}

export async function recordHeartbeat(
  db: Connection,
  heartbeat: { name: string; startedAt: Date; at: Date; overdue: number; oldestAt: Date | null },
): Promise<void> {
  const { name, startedAt, at, overdue, oldestAt } = heartbeat;
  const values = { started_at: startedAt, heartbeat_at: at, overdue, oldest_at: oldestAt };
  await db
    .insertInto('watchdog')
    .values({ name, ...values })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(values))
    .execute();
}

export interface LateAct {
  id: string;
  at: Date;
}

export async function findLateActs(
  db: Connection,
  { before, limit }: { before: Date; limit: number },
): Promise<LateAct[]> {
  const { rows } = await sql<LateAct>`
    select clock.id, date_trunc('milliseconds', clock.next_action_at) as at
    from clock join notice on notice.id = clock.notice_id
    where clock.next_action_at < ${before}::timestamptz and notice.stage <> 'closed'
    order by clock.next_action_at, clock.id limit ${limit}::int`.execute(db);
  return rows;
}

/** Counts late clocks; `openly` limits it to non-secret notices, for the public readiness endpoint. */
export async function countLateActs(
  db: Connection,
  { before, openly = false }: { before: Date; openly?: boolean },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from clock join notice on notice.id = clock.notice_id
    where clock.next_action_at < ${before}::timestamptz and notice.stage <> 'closed'
      and ${openly ? isNoSecret() : sql`true`}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** A late clock as a page may name it: nothing in it comes from the notice's content or its sender. */
export interface LateActNamed {
  notice: string;
  number: string;
  clock: string;
  kind: string;
  what: 'due' | 'step' | 'page_repeat';
  at: Date;
  secret: boolean;
}

export async function nameLateActs(
  db: Connection,
  { before, limit }: { before: Date; limit: number },
): Promise<LateActNamed[]> {
  const { rows } = await sql<LateActNamed>`
    select notice.id as notice, notice.number, clock.id as clock, clock.kind, clock.next_action_at as at, not ${isNoSecret()} as secret,
      case
        when clock.state = 'running' and clock.due_at = clock.next_action_at then 'due'
        when clock.state = 'running' and exists (
          select from jsonb_array_elements(clock.escalation) as step (value)
          where step.value ->> 'firedAtMs' is null
            and (step.value ->> 'atMs')::numeric = round(extract(epoch from clock.next_action_at) * 1000)
        ) then 'step'
        else 'page_repeat'
      end as what
    from clock join notice on notice.id = clock.notice_id
    where clock.next_action_at < ${before}::timestamptz and notice.stage <> 'closed'
    order by clock.next_action_at, clock.id limit ${limit}::int`.execute(db);
  return rows;
}

/**
 * Returns the position in the audit log below which all entries are older than an instant. Scans backwards, so it costs
 * only the younger entries.
 */
export async function findAuditPlaceBefore(db: Connection, { at }: { at: Date }): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    select seq from audit_entry where at < ${at}::timestamptz order by seq desc limit 1`.execute(db);
  return rows[0]?.seq ?? 0;
}

export interface FiredStep {
  seq: number;
  at: Date;
}

export async function listFiredSteps(
  db: Connection,
  { afterSeq, since }: { afterSeq: number; since: Date },
): Promise<FiredStep[]> {
  const { rows } = await sql<FiredStep>`
    select seq, at from audit_entry
    where seq > ${afterSeq}::bigint and action = ${actions('escalation_fired')} and at >= ${since}::timestamptz`.execute(
    db,
  );
  return rows;
}

/** An escalation step whose mail or page no server has accepted. */
export interface StepWithoutEffect {
  seq: number;
  notice: string;
  number: string;
  clock: string;
  kind: string;
  level: number;
  what: 'mail' | 'page';
  at: Date;
  secret: boolean;
}

/**
 * Lists, for some entries of fired steps, those whose mail or page was not accepted. Steps that fired together share
 * one mail, named after the last; a page is expected where `pages` counts one. Skips acknowledged steps, finished
 * clocks, and steps that reached no one for a reason ops already know (no person with the role, no pager).
 *
 * Message keys begin with the notice's id; the range on them is wider than the prefix so that the index serves under
 * any collation.
 */
export async function findStepsWithoutEffect(
  db: Connection,
  { seqs }: { seqs: readonly number[] },
): Promise<StepWithoutEffect[]> {
  const levels = detailJson<'escalation_fired'>('levels', 'entry');
  const { rows } = await sql<StepWithoutEffect>`
    select entry.seq, entry.at, not ${isNoSecret()} as secret, notice.id as notice, notice.number, clock.id as clock, clock.kind,
      (step.value ->> 'level')::int as level, effect.what
    from audit_entry entry
    join notice on notice.id = entry.notice_id
    join clock on clock.notice_id = notice.id and clock.id = (${detailText<'escalation_fired'>('clock', 'entry')})::uuid
    cross join lateral jsonb_array_elements(clock.escalation) as step (value)
    cross join (values ('mail'), ('page')) as effect (what)
    where entry.seq = any (${seqs}::bigint[]) and notice.stage <> 'closed'
      and clock.met_at is null and clock.state in ('running', 'missed', 'lapsed')
      and ${levels} @> (step.value -> 'level')
      and step.value ->> 'firedAtMs' is not null and step.value ->> 'acknowledgedBy' is null
      and case effect.what
        when 'page' then (step.value ->> 'pages')::int > 0
        else step.value -> 'level' = ${levels} -> -1
      end
      and not exists (
        select from staff_message notified
        where notified.key >= notice.id::text and notified.key < notice.id::text || 'z'
          and notified.key like notice.id || ':' || clock.id || ':%'
          and notified.key like '%:' || effect.what || ':' || (step.value ->> 'level') || ':%'
          and notified.accepted_at is not null and notified.created_at > entry.at - interval '1 minute'
      )
      and not exists (
        select from alert known
        where known.key = case effect.what
            when 'mail' then notice.id || ':nobody_to_tell:' || clock.id else 'pager_missing' end
          and (known.resolved_at is null or known.resolved_at > entry.at)
      )
    order by entry.at, entry.seq, level`.execute(db);
  return rows;
}

/**
 * An approved submission that no worker enforces, as a page may name it: nothing in it comes from the notice's content
 * or its sender.
 */
export interface WaitingEnforcement {
  notice: string;
  number: string;
  submission: number;
  at: Date;
  secret: boolean;
}

/**
 * Lists approved submissions waiting while no enforcement worker sent a heartbeat for `silentMs`, oldest first. Paused
 * ones wait for people; canaries are monitored separately (`canary_silent`).
 */
export async function listUnservedEnforcement(
  db: Connection,
  { at, silentMs, waitedMs }: { at: Date; silentMs: number; waitedMs: number },
): Promise<WaitingEnforcement[]> {
  const queue: (typeof NEEDED_QUEUES)[number] = 'enforcement';
  const before = (ms: number) => new Date(at.getTime() - ms);
  const { rows } = await sql<WaitingEnforcement>`
    select notice.id as notice, notice.number, submission.number as submission, approved.at, not ${isNoSecret()} as secret
    from submission join notice on notice.id = submission.notice_id
    cross join lateral (
      select coalesce(max(approval.at), submission.frozen_at) as at from approval
      where approval.notice_id = submission.notice_id and approval.submission = submission.number
    ) approved
    where submission.state = 'approved' and submission.finished_at is null and notice.stage = 'enforcement'
      and notice.secrecy_level <> 'canary' and approved.at < ${before(waitedMs)}::timestamptz
      and not exists (
        select from enforcement_pause pause
        where pause.ended_at is null and pause.until > ${at}::timestamptz
          and (pause.notice_id is null or pause.notice_id = notice.id))
      and not exists (select from worker_heartbeat where queue = ${queue} and heartbeat_at > ${before(silentMs)}::timestamptz)
    order by approved.at, notice.id`.execute(db);
  return rows;
}

export interface WatchdogPage {
  key: string;
  reason: string;
  body: Record<string, unknown>;
  createdAt: Date;
  acceptedAt: Date | null;
}

export async function findLastPage(db: Connection, situation: string): Promise<WatchdogPage | undefined> {
  const row = await db
    .selectFrom('watchdog_page')
    .select(['key', 'reason', 'body', 'created_at', 'accepted_at'])
    .where(sql<boolean>`starts_with(key, ${`${situation}:`})`)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { key: row.key, reason: row.reason, body: row.body, createdAt: row.created_at, acceptedAt: row.accepted_at };
}

/** Serialises the page decisions of several watchdogs. */
export async function lockWatchdogPages(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('watchdog_page'))`.execute(trx);
}

/** Records a page before it is sent; idempotent by key. */
export async function insertPage(
  trx: Connection,
  { key, reason, body, at }: { key: string; reason: string; body: Record<string, unknown>; at: Date },
): Promise<void> {
  await trx
    .insertInto('watchdog_page')
    .values({ key, reason, body: JSON.stringify(body), created_at: at })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

export async function markPageAccepted(
  db: Connection,
  { key, reply, at }: { key: string; reply: string; at: Date },
): Promise<void> {
  await db
    .updateTable('watchdog_page')
    .set({ reply, accepted_at: at })
    .where('key', '=', key)
    .where('accepted_at', 'is', null)
    .execute();
}
