import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { ClockKind, ClockState, EscalationLevel } from '../../domain/clocks/clock.js';
import type { Connection, Db } from '../db.js';
import { isNoSecret } from '../notices/secrecy.js';

const CLAIM_LOCK = 4_207_321;

export interface StaffMessage {
  key: string;
  noticeId: string;
  channel: 'mail' | 'page';
  personId: string | null;
  subject: string;
  messageId: string | null;
}

/** A message, with the keys of other clocks' steps that it covers; those need no message of their own. */
export interface ClaimedMessage extends StaffMessage {
  joins: readonly string[];
}

/**
 * Records messages before sending and returns the keys to send. Skips those already accepted and those covered by a
 * message of another clock's step, which is retried on its own. Claims of one notice are serialised, so that steps of
 * two clocks firing at the same instant cannot claim each other.
 */
export async function claimStaffMessages(
  db: Db,
  { noticeId, messages }: { noticeId: string; messages: readonly ClaimedMessage[] },
): Promise<Set<string>> {
  return db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${CLAIM_LOCK}, hashtext(${noticeId}))`.execute(trx);
    const there = await trx
      .selectFrom('staff_message')
      .select(['key', 'message_id', 'accepted_at'])
      .where(sql<boolean>`key = any (${messages.map(({ key }) => key)}::text[])`)
      .execute();
    const isDone = ({ key, messageId }: ClaimedMessage) =>
      there.some((row) => row.key === key && (row.accepted_at !== null || row.message_id !== messageId));
    const open = messages.filter((message) => !isDone(message));
    const rows = open.flatMap(({ joins, ...message }) => [message, ...joins.map((key) => ({ ...message, key }))]);
    if (rows.length > 0)
      await trx
        .insertInto('staff_message')
        .values(rows.map(toRow))
        .onConflict((conflict) => conflict.column('key').doNothing())
        .execute();
    return new Set(open.map(({ key }) => key));
  });
}

function toRow({ key, noticeId, channel, personId, subject, messageId }: StaffMessage) {
  const message = { notice_id: noticeId, person_id: personId, message_id: messageId };
  return { key, channel, subject, ...message, reply: null, accepted_at: null };
}

/** Lists the mails to staff about a notice that were begun within a time. */
export async function listLateMails(
  db: Connection,
  { noticeId, withinMs }: { noticeId: string; withinMs: number },
): Promise<{ key: string; personId: string; messageId: string; ageMs: number }[]> {
  const { rows } = await sql<{ key: string; personId: string; messageId: string; ageMs: number }>`
    select key, person_id as "personId", message_id as "messageId",
      (extract(epoch from now() - created_at) * 1000)::float8 as "ageMs"
    from staff_message
    where key >= ${noticeId} and key < ${`${noticeId}z`} and notice_id = ${noticeId}::uuid and channel = 'mail'
      and created_at > now() - make_interval(secs => ${withinMs / 1000}::float8)`.execute(db);
  return rows;
}

/** Marks a message, and every step it covers, as accepted by the mail or paging server. */
export async function markStaffMessageAccepted(
  trx: Connection,
  { key, reply }: { key: string; reply: string },
): Promise<void> {
  await sql`
    update staff_message set reply = ${reply}, accepted_at = now()
    where accepted_at is null
      and (key = ${key} or message_id = (select message_id from staff_message where key = ${key}))`.execute(trx);
}

/** Returns a message key that reveals nothing about its subject and is the same for every attempt. */
export function opaqueKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

export interface ClockForStaff {
  id: string;
  number: string;
  kind: ClockKind;
  dueAt: Date | null;
  zone: string;
  state: ClockState;
  revision: number;
  escalation: EscalationLevel[];
  /** True if access to the notice is restricted: nothing about it leaves the desk. */
  secret: boolean;
}

/**
 * Returns the clock facts that a mail or page to staff may contain; a message about a secret notice must not use them.
 */
export async function listClocksForStaff(db: Connection, noticeId: string): Promise<ClockForStaff[]> {
  const rows = await db
    .selectFrom('clock')
    .innerJoin('notice', 'notice.id', 'clock.notice_id')
    .select([
      'clock.id',
      'notice.number',
      'clock.kind',
      'clock.due_at',
      'clock.receipt',
      'clock.state',
      'clock.revision',
      'clock.escalation',
      isNoSecret().as('open'),
    ])
    .where('clock.notice_id', '=', noticeId)
    .orderBy('clock.position')
    .orderBy('clock.id')
    .execute();
  return rows.map(({ due_at: dueAt, receipt, open, ...clock }) => {
    // A clock opened by a dialogue has a receipt without a zone.
    const zone = (receipt as Partial<typeof receipt> | null)?.zone ?? 'UTC';
    return { ...clock, dueAt, zone, secret: !open };
  });
}
