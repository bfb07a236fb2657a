import type { Connection } from '../db.js';
import type { PersonNotice } from '../../domain/changes/person-notice.js';
import type { ContactNotice } from './tables.js';

interface QueuedMessage {
  key: string;
  change_id: string;
  to_address: string;
  attempts: number;
  until_at: Date;
}

export type DirectoryMessage = QueuedMessage &
  (
    | { authority_id: string; person_id: null; detail: ContactNotice }
    | { authority_id: null; person_id: string; detail: PersonNotice }
  );

export async function insertDirectoryMessages(
  trx: Connection,
  message: {
    change: string;
    authority: string;
    to: readonly string[];
    detail: ContactNotice;
    until: Date;
  },
): Promise<void> {
  const { change, authority, to, detail, until } = message;
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
        until_at: until,
      })),
    )
    .execute();
}

export async function insertPersonMessage(
  trx: Connection,
  message: { change: string; person: { id: string; email: string }; detail: PersonNotice; until: Date },
): Promise<void> {
  const { change, person, detail, until } = message;
  await trx
    .insertInto('directory_message')
    .values({
      key: `person-notified:${change}:${detail.about}`,
      change_id: change,
      person_id: person.id,
      to_address: person.email,
      detail: JSON.stringify(detail),
      until_at: until,
    })
    .execute();
}

/** Returns the keys of messages that are not sent yet and have not passed their `until_at`. */
export async function listUnsentMessages(db: Connection, at: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('directory_message')
    .select('key')
    .where('sent_at', 'is', null)
    .where('until_at', '>', at)
    .execute();
  return rows.map(({ key }) => key);
}
