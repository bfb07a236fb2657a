import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { FilingKind, ReceivedDocument, SignedReceipt } from '../domain/receipt.js';
import type { MailDocument } from '../../../registry/mail/store-mail.js';
import type { Connection } from '../../../registry/db.js';
import { isNumber } from './own-notices.js';

export interface StoredFiling {
  authority: string;
  noticeId: string;
  aboutId: string | null;
  formKey: string;
}

/** Locks a form for this transaction; a concurrent submission of it waits and then finds the result. */
export async function lockForm(
  trx: Connection,
  { authority, formKey }: { authority: string; formKey: string },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`portal form ${authority} ${formKey}`}, 0))`.execute(trx);
}

export async function findFiledForm(
  db: Connection,
  { authority, formKey }: { authority: string; formKey: string },
): Promise<string | undefined> {
  const row = await db
    .selectFrom('portal_filing')
    .select('number')
    .where('authority_id', '=', authority)
    .where('form_key', '=', formKey)
    .executeTakeFirst();
  return row?.number;
}

export async function insertFiling(
  trx: Connection,
  { authority, noticeId, aboutId, formKey, signed }: StoredFiling & { signed: SignedReceipt },
): Promise<void> {
  const { receipt, publicKey, signature } = signed;
  await trx
    .insertInto('portal_filing')
    .values({
      number: receipt.number,
      authority_id: authority,
      notice_id: noticeId,
      about_id: aboutId,
      form_key: formKey,
      filing: receipt.filing,
      filed_at: new Date(receipt.instant),
      receipt: JSON.stringify(receipt),
      public_key: publicKey,
      signature,
    })
    .execute();
}

/**
 * Returns the receipt of an authority's own filing; undefined alike for another authority's, an erased one and an
 * unknown one.
 */
export async function findReceipt(
  db: Connection,
  { authority, number }: { authority: string; number: string },
): Promise<Omit<SignedReceipt, 'keyId'> | undefined> {
  if (!isNumber(number)) return undefined;
  const row = await db
    .selectFrom('portal_filing')
    .select(['receipt', 'public_key', 'signature'])
    .where('authority_id', '=', authority)
    .where('number', '=', number)
    .executeTakeFirst();
  return row?.receipt == null
    ? undefined
    : { receipt: row.receipt, publicKey: row.public_key, signature: row.signature };
}

export interface FilingRow {
  number: string;
  filing: FilingKind;
  filedAt: Date;
  documents: ReceivedDocument[];
}

export async function listFilings(
  db: Connection,
  { authority, noticeId }: { authority: string; noticeId: string },
): Promise<FilingRow[]> {
  const { rows } = await sql<FilingRow>`
    select number, filing, filed_at as "filedAt", coalesce(receipt -> 'documents', '[]') as documents from portal_filing
    where authority_id = ${authority} and (notice_id = ${noticeId}::uuid or about_id = ${noticeId}::uuid)
    order by filed_at, number`.execute(db);
  return rows;
}

export async function listReceiptKeys(db: Connection): Promise<{ public_key: string; since: Date; until: Date }[]> {
  return db
    .selectFrom('portal_filing')
    .select(({ fn }) => ['public_key', fn.min('filed_at').as('since'), fn.max('filed_at').as('until')])
    .groupBy('public_key')
    .execute();
}

/**
 * Stores an answer from the portal like a reply by mail, with its attachments; the caller must attach it to the notice.
 */
export async function insertPortalAnswer(
  trx: Connection,
  answer: {
    id: string;
    from: string;
    subject: string;
    text: string;
    raw: Buffer;
    documents: readonly MailDocument[];
    at: Date;
  },
): Promise<void> {
  const { id, raw, documents, at } = answer;
  const envelope = { from: null, to: [], ip: null, helo: null };
  const authentication = { spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none', aligned: true, signature: null };
  // The portal has authenticated the sender.
  const proven = { aligned: true, from: answer.from, proof: null, dns: [], at: at.toISOString(), disputed: null };
  const facts = { answers: [], automatic: false, bounce: null, replyTo: [], problems: [] };
  const sha256 = createHash('sha256').update(raw).digest('hex');
  await sql`
    insert into inbound_mail (id, received_at, way, envelope, sha256, content_sha256, raw, size, read_at, from_address, subject, text,
      authentication, proven, facts, sorted_at, proposed_kind)
    values (${id}::uuid, ${at}::timestamptz, 'portal', ${JSON.stringify(envelope)}::jsonb, ${sha256}, ${`portal:${id}`}, ${raw}::bytea,
      ${raw.length}::int, ${at}::timestamptz, ${answer.from}, ${answer.subject}, ${answer.text}, ${JSON.stringify(authentication)}::jsonb,
      ${JSON.stringify(proven)}::jsonb,
      ${JSON.stringify(facts)}::jsonb, ${at}::timestamptz, 'reply')`.execute(trx);
  for (const [no, { name, mediaType, sha256: hash, bytes }] of documents.entries())
    await trx
      .insertInto('inbound_document')
      .values({ mail_id: id, no: no + 1, name, media_type: mediaType, sha256: hash, bytes })
      .execute();
}
