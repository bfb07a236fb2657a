import { sql } from 'kysely';
import { resolveAttention } from '../ops/attention.js';
import type { Connection } from '../db.js';

/** How many mails wait for a person, and since when: those that everybody sees who sorts mail, and that somebody wrote. */
export async function findHeld(db: Connection): Promise<{ count: number; since: Date | null }> {
  const { rows } = await sql<{ count: number; since: Date | null }>`
    select count(*)::int as count, min(received_at) as since from inbound_mail
    where state = 'held' and sorted_at is not null and proposed_kind <> 'automatic' and not answers_letter`.execute(db);
  return rows[0] ?? { count: 0, since: null };
}

/** Key of what asks those who may know of a notice to look at one mail about it. */
export function heldKey(mail: string): string {
  return `${mail}:mail_held`;
}

/** A mail waits no more. */
export async function settleHeld(trx: Connection, mail: string): Promise<void> {
  await resolveAttention(trx, { key: [heldKey(mail), disputedKey(mail)] });
}

/** Of the alert that the message itself says otherwise than what was read of it. */
export function disputedKey(mail: string): string {
  return `${mail}:mail_disputed`;
}
