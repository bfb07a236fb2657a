import { sql } from 'kysely';
import type { Authentication, MailEnvelope, MailFacts, MailWay } from '../../domain/mail/read-mail.js';
import type { Connection } from '../db.js';

interface HeaderWords {
  from: string;
  subject: string;
  messageId: string | null;
  date: Date | null;
  namedIds: readonly string[];
  isPlain: boolean;
}

export interface CameIn {
  id: string;
  way: MailWay;
  envelope: MailEnvelope;
  sha256: string;
  contentSha256: string;
  raw: Buffer;
  header: HeaderWords;
}

/** Stores a message in one statement, which is its own commit; returns false if the same message is stored already. */
export async function storeMail(
  db: Connection,
  { id, way, envelope, sha256, contentSha256, raw, header }: CameIn,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('inbound_mail')
    .values({
      id,
      way,
      envelope: JSON.stringify(envelope),
      sha256,
      content_sha256: contentSha256,
      raw,
      size: raw.length,
      message_id: header.messageId,
      from_address: header.from,
      subject: header.subject,
      header_date: header.date,
      header_ids: [...header.namedIds],
      plain: header.isPlain,
    })
    .onConflict((conflict) => conflict.column('content_sha256').doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export interface UnreadMail {
  id: string;
  envelope: MailEnvelope;
  raw: Buffer;
  attempts: number;
}

/** Claims a message to read for this transaction: a plain-text one, or one of the others. */
export async function claimUnread(trx: Connection, { plain }: { plain: boolean }): Promise<UnreadMail | undefined> {
  const row = await trx
    .selectFrom('inbound_mail')
    .select(['id', 'envelope', 'raw', 'attempts'])
    .where('read_at', 'is', null)
    .where('state', '=', 'held')
    .where('plain', '=', plain)
    .where('next_at', '<=', sql<Date>`now()`)
    .orderBy('next_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row?.raw == null ? undefined : { ...row, raw: row.raw };
}

export interface MailDocument {
  name: string;
  mediaType: string;
  sha256: string;
  bytes: Buffer;
}

export interface MailRead {
  messageId: string | null;
  from: string;
  subject: string;
  text: string;
  authentication: Authentication;
  facts: MailFacts;
  proofSha256: string | null;
  documents: readonly MailDocument[];
}

/**
 * Stores what was read. With `again`, the sender could not be looked up and the message is read again after that many
 * seconds.
 */
export async function markRead(
  trx: Connection,
  { id, read, again }: { id: string; read: MailRead; again: number | null },
): Promise<void> {
  const { messageId, from, subject, text, authentication, facts, proofSha256, documents } = read;
  await trx
    .updateTable('inbound_mail')
    .set({
      message_id: messageId,
      from_address: from,
      subject,
      text,
      authentication: JSON.stringify(authentication),
      facts: JSON.stringify(facts),
      proof_sha256: proofSha256,
      attempts: sql<number>`attempts + 1`,
      ...(again === null
        ? { read_at: sql<Date>`now()` }
        : { next_at: sql<Date>`now() + make_interval(secs => ${again}::int)` }),
    })
    .where('id', '=', id)
    .execute();
  await trx.deleteFrom('inbound_document').where('mail_id', '=', id).execute();
  if (documents.length === 0) return;
  await trx
    .insertInto('inbound_document')
    .values(
      documents.map(({ name, mediaType, sha256, bytes }, index) => ({
        mail_id: id,
        no: index + 1,
        name,
        media_type: mediaType,
        sha256,
        bytes,
      })),
    )
    .execute();
}

/**
 * Moves the message to the queue whose messages are each read in a process of their own, instead of the shared
 * plain-text reader.
 */
export async function leaveToOwnReader(trx: Connection, { id }: { id: string }): Promise<void> {
  await trx.updateTable('inbound_mail').set({ plain: false }).where('id', '=', id).execute();
}

export async function postponeReading(
  trx: Connection,
  { id, seconds }: { id: string; seconds: number },
): Promise<void> {
  await trx
    .updateTable('inbound_mail')
    .set({ attempts: sql<number>`attempts + 1`, next_at: sql<Date>`now() + make_interval(secs => ${seconds}::int)` })
    .where('id', '=', id)
    .execute();
}
