import { sql } from 'kysely';
import type { Connection } from '../db.js';
import type { ContactNotice } from './tables.js';

export interface DirectoryMessage {
  key: string;
  change_id: string;
  authority_id: string;
  to_address: string;
  detail: ContactNotice;
  attempts: number;
  until_at: Date;
}

/** Writes down whom to tell, in the transaction of the change. */
export async function insertDirectoryMessages(
  trx: Connection,
  {
    change,
    authority,
    to,
    detail,
    until,
  }: {
    change: string;
    authority: string;
    to: readonly string[];
    detail: ContactNotice;
    until: Date;
  },
): Promise<void> {
  if (to.length === 0) return;
  await trx
    .insertInto('directory_message')
    .values(
      to.map((address) => ({
        key: `contact-told:${change}:${address}`,
        change_id: change,
        authority_id: authority,
        to_address: address,
        detail: JSON.stringify(detail),
        message_id: null,
        reply: null,
        last_error: null,
        until_at: until,
        sent_at: null,
        given_up_at: null,
      })),
    )
    .execute();
}

/** A message that is due, for this transaction alone. */
export async function claimDirectoryMessage(trx: Connection): Promise<DirectoryMessage | undefined> {
  return trx
    .selectFrom('directory_message')
    .select(['key', 'change_id', 'authority_id', 'to_address', 'detail', 'attempts', 'until_at'])
    .where('sent_at', 'is', null)
    .where('given_up_at', 'is', null)
    .where('next_at', '<=', sql<Date>`now()`)
    .orderBy('next_at')
    .orderBy('key')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** The mail server took it. */
export async function markDirectoryMessageSent(
  trx: Connection,
  { key, messageId, reply }: { key: string; messageId: string; reply: string },
): Promise<void> {
  await trx
    .updateTable('directory_message')
    .set({ message_id: messageId, reply, sent_at: sql<Date>`now()`, last_error: null })
    .where('key', '=', key)
    .execute();
}

/** It was not taken: tried again later each time, at most an hour apart, or given up. */
export async function markDirectoryMessageFailed(
  trx: Connection,
  { key, attempts, error, isOver }: { key: string; attempts: number; error: string; isOver: boolean },
): Promise<void> {
  const waitSeconds = Math.min(3_600, 2 ** Math.min(attempts, 12));
  await trx
    .updateTable('directory_message')
    .set({
      attempts: attempts + 1,
      last_error: error.slice(0, 500),
      next_at: sql<Date>`now() + make_interval(secs => ${waitSeconds})`,
      ...(isOver ? { given_up_at: sql<Date>`now()` } : {}),
    })
    .where('key', '=', key)
    .execute();
}

/** Keys of messages that have not been sent and still matter. */
export async function listUntold(db: Connection, at: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('directory_message')
    .select('key')
    .where('sent_at', 'is', null)
    .where('until_at', '>', at)
    .execute();
  return rows.map(({ key }) => key);
}
