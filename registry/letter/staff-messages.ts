import { sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { Connection } from '../db.js';
import { isNoSecret } from '../notice/secrecy.js';

export interface StaffMessage {
  key: string;
  noticeId: string;
  channel: 'mail' | 'page';
  personId: string | null;
  subject: string;
  messageId: string | null;
}

/** Writes the messages down before the first byte leaves; answers the keys that the other side has already taken. */
export async function insertStaffMessages(trx: Connection, messages: readonly StaffMessage[]): Promise<Set<string>> {
  if (messages.length === 0) return new Set();
  const rows = await trx
    .insertInto('staff_message')
    .values(
      messages.map(({ key, noticeId, channel, personId, subject, messageId }) => ({
        key,
        notice_id: noticeId,
        channel,
        person_id: personId,
        subject,
        message_id: messageId,
        reply: null,
        accepted_at: null,
      })),
    )
    // Not "do nothing": only an update makes the row that was there come back.
    .onConflict((conflict) => conflict.column('key').doUpdateSet((eb) => ({ key: eb.ref('excluded.key') })))
    .returning(['key', 'accepted_at'])
    .execute();
  return new Set(rows.filter((row) => row.accepted_at !== null).map(({ key }) => key));
}

/** The other side took it. */
export async function markStaffMessageAccepted(
  trx: Connection,
  { key, reply }: { key: string; reply: string },
): Promise<void> {
  await trx
    .updateTable('staff_message')
    .set({ reply, accepted_at: sql<Date>`now()` })
    .where('key', '=', key)
    .where('accepted_at', 'is', null)
    .execute();
}

/** A key of a message that tells nothing of what it is about, and is the same for every attempt. */
export function opaqueKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22);
}

export interface ClockForStaff {
  number: string;
  kind: string;
  dueAt: Date | null;
  zone: string;
  regime: string;
  /** Some may not know of the notice: nothing of it leaves the desk. */
  secret: boolean;
}

/** What a mail or page to staff may say of a clock: nothing that a secret notice hides. */
export async function findClockForStaff(
  db: Connection,
  { noticeId, clockId }: { noticeId: string; clockId: string },
): Promise<ClockForStaff | undefined> {
  const row = await db
    .selectFrom('clock')
    .innerJoin('notice', 'notice.id', 'clock.notice_id')
    .select([
      'notice.number',
      'clock.kind',
      'clock.due_at',
      'clock.receipt',
      'notice.regime_id',
      isNoSecret().as('open'),
    ])
    .where('clock.id', '=', clockId)
    .where('clock.notice_id', '=', noticeId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  // A clock opened by a dialogue has a short receipt.
  const zone = (row.receipt as Partial<typeof row.receipt> | null)?.zone ?? 'UTC';
  return { number: row.number, kind: row.kind, dueAt: row.due_at, zone, regime: row.regime_id, secret: !row.open };
}
