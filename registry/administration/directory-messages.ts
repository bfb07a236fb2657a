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
