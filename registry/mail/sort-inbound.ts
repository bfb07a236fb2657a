import { sql, type Selection } from 'kysely';
import type { ProposedKind } from '../../domain/mail/read-mail.js';
import type { ProvenSender } from '../../domain/mail/proven-sender.js';
import type { MailedNotice, MailingAuthority } from '../../domain/mail/sort-mail.js';
import type { LetterKind } from '../../domain/letters/letter.js';
import { CANARY_AUTHORITY } from '../../domain/notices/canary.js';
import type { Connection } from '../db.js';
import type { Tables } from '../tables.js';
import type { MailDocument } from './store-mail.js';
import { isUnread } from './unread.js';

export type SortedRow = Selection<Tables, 'inbound_mail', (typeof ROW)[number]> & { unread: boolean };

const ROW = [
  'id',
  'received_at',
  'envelope',
  'sha256',
  'from_address',
  'subject',
  'text',
  'message_id',
  'authentication',
  'proven',
  'sort_attempts',
  'facts',
  'proof_sha256',
  'proposed_kind',
  'state',
  'header_ids',
] as const;

export async function listUnsorted(db: Connection, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('inbound_mail')
    .select('id')
    .where('sorted_at', 'is', null)
    .where('read_at', 'is not', null)
    .where('next_at', '<=', sql<Date>`now()`)
    .orderBy('received_at')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Retries sorting in a minute, so that one failing mail does not block the others. */
export async function postponeSorting(db: Connection, id: string): Promise<void> {
  await db
    .updateTable('inbound_mail')
    .set({ next_at: sql<Date>`now() + interval '1 minute'`, sort_attempts: sql<number>`sort_attempts + 1` })
    .where('id', '=', id)
    .execute();
}

export async function lockInbound(trx: Connection, id: string): Promise<SortedRow | undefined> {
  return sortedRows(trx, id).forUpdate().executeTakeFirst();
}

export async function findSorted(db: Connection, id: string): Promise<SortedRow | undefined> {
  return sortedRows(db, id).executeTakeFirst();
}

function sortedRows(db: Connection, id: string) {
  return db.selectFrom('inbound_mail').select(ROW).select(isUnread('inbound_mail').as('unread')).where('id', '=', id);
}

export async function findRawUnsorted(db: Connection, id: string): Promise<Buffer | undefined> {
  const row = await db.selectFrom('inbound_mail').select('raw').where('id', '=', id).executeTakeFirst();
  return row?.raw ?? undefined;
}

export async function markSorted(
  trx: Connection,
  {
    id,
    ...proposed
  }: {
    id: string;
    kind: ProposedKind;
    notice: string | null;
    authority: string | null;
    regime: string | null;
    answersLetter: boolean;
    proven: ProvenSender;
  },
): Promise<void> {
  await trx
    .updateTable('inbound_mail')
    .set({
      sorted_at: sql<Date>`now()`,
      proposed_kind: proposed.kind,
      proposed_notice: proposed.notice,
      proposed_authority: proposed.authority,
      proposed_regime: proposed.regime,
      answers_letter: proposed.answersLetter,
      proven: JSON.stringify(proposed.proven),
    })
    .where('id', '=', id)
    .execute();
}

export interface MailDecision {
  id: string;
  by: string | null;
  at: Date;
}

/** Moves the message and its attachments into the notice's documents. */
export async function makeDocuments(
  trx: Connection,
  decision: MailDecision & { state: 'accepted' | 'attached'; noticeId: string; reply: number | null },
): Promise<void> {
  const { id, by, at, state, noticeId, reply } = decision;
  await sql`
    insert into document (notice_id, sha256, name, media_type, bytes)
    select ${noticeId}::uuid, sha256, case way when 'portal' then 'answer.txt' else 'mail.eml' end,
      case way when 'portal' then 'text/plain; charset=utf-8' else 'message/rfc822' end, raw
    from inbound_mail where id = ${id}::uuid and raw is not null
    on conflict do nothing`.execute(trx);
  await sql`
    insert into document (notice_id, sha256, name, media_type, bytes)
    select ${noticeId}::uuid, sha256, name, media_type, bytes from inbound_document where mail_id = ${id}::uuid
    on conflict do nothing`.execute(trx);
  await trx.deleteFrom('inbound_document').where('mail_id', '=', id).execute();
  await trx
    .updateTable('inbound_mail')
    .set({ state, notice_id: noticeId, reply, raw: null, decided_by: by, decided_at: at })
    .where('id', '=', id)
    .execute();
}

/** Attaches a mail without documents to a notice; the message and its parts stay with the mail. */
export async function attachReport(
  trx: Connection,
  { id, by, at, noticeId, reply }: MailDecision & { noticeId: string; reply: number | null },
): Promise<void> {
  await trx
    .updateTable('inbound_mail')
    .set({ state: 'attached', notice_id: noticeId, reply, decided_by: by, decided_at: at })
    .where('id', '=', id)
    .execute();
}

export async function markRejected(
  trx: Connection,
  { id, by, at, reason }: MailDecision & { reason: string },
): Promise<void> {
  await trx
    .updateTable('inbound_mail')
    .set({ state: 'rejected', reason, decided_by: by, decided_at: at })
    .where('id', '=', id)
    .execute();
}

export async function listMailDocuments(db: Connection, id: string): Promise<MailDocument[]> {
  const rows = await db
    .selectFrom('inbound_document')
    .select(['name', 'media_type as mediaType', 'sha256', 'bytes'])
    .where('mail_id', '=', id)
    .orderBy('no')
    .execute();
  return rows;
}

/** Lists verified authorities that have mail domains. */
export async function listMailingAuthorities(db: Connection): Promise<MailingAuthority[]> {
  return db
    .selectFrom('authority')
    .select(['id', 'domains'])
    .where('verification', '=', 'verified')
    .where('id', '<>', CANARY_AUTHORITY)
    .where(sql<boolean>`cardinality(domains) > 0`)
    .execute();
}

export interface NamedLetter {
  message_id: string;
  notice_id: string;
  authority_id: string | null;
  n: number;
  key: string;
  kind: LetterKind;
  to_address: string | null;
  state: string;
  submission: number | null;
}

export async function findLettersNamed(db: Connection, ids: readonly string[]): Promise<NamedLetter[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<NamedLetter>`
    select letter.message_id, letter.notice_id, notice.authority_id, letter.n, letter.key, letter.kind, letter.to_address, letter.state,
      letter.submission
    from letter join notice on notice.id = letter.notice_id
    where letter.message_id = any (${[...ids]}::text[]) and notice.secrecy_level <> 'canary'`.execute(db);
  return rows;
}

export async function findNoticesNumbered(db: Connection, numbers: readonly string[]): Promise<MailedNotice[]> {
  if (numbers.length === 0) return [];
  return db
    .selectFrom('notice')
    .select(['id', 'authority_id as authority'])
    .where('number', 'in', numbers)
    .where('secrecy_level', '<>', 'canary')
    .execute();
}

/** Returns whether another mail already used the signature that proves this one. */
export async function isReplayed(
  db: Connection,
  { id, proof }: { id: string; proof: string | null },
): Promise<boolean> {
  if (proof === null) return false;
  const row = await db
    .selectFrom('inbound_mail')
    .select('id')
    .where(sql<boolean>`(proof_sha256 = ${proof} or proven ->> 'proof' = ${proof})`)
    .where('id', '<>', id)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Marks a sent letter as bounced; returns false if it was bounced already or never sent. */
export async function markLetterReturned(
  trx: Connection,
  { noticeId, n, reply }: { noticeId: string; n: number; reply: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('letter')
    .set({ state: 'bounced', smtp_reply: reply })
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .where('state', '=', 'sent')
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
