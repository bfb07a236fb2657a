import { sql } from 'kysely';
import { resolveAlert } from '../ops/alerts.js';
import type { Connection } from '../db.js';

/**
 * Counts mails that wait for a person and are visible to everyone who sorts mail, without automatic ones, and returns
 * since when.
 */
export async function findHeld(db: Connection): Promise<{ count: number; since: Date | null }> {
  const { rows } = await sql<{ count: number; since: Date | null }>`
    select count(*)::int as count, min(received_at) as since from inbound_mail
    where state = 'held' and sorted_at is not null and proposed_kind <> 'automatic' and not answers_letter`.execute(db);
  return rows[0] ?? { count: 0, since: null };
}

export function heldKey(mail: string): string {
  return `${mail}:mail_held`;
}

export async function settleHeld(trx: Connection, mail: string): Promise<void> {
  await resolveAlert(trx, { key: [heldKey(mail), disputedKey(mail)] });
}

export function disputedKey(mail: string): string {
  return `${mail}:mail_disputed`;
}
