import { sql } from 'kysely';
import type { Authenticity } from '../../domain/notice/notice.js';
import type { CalledContact, SenderMethod, SenderOutcome } from '../../domain/notice/sender.js';
import type { ListedAuthority } from '../../domain/notice/near-sender.js';
import type { SenderPoint } from '../../domain/notice/sender-points.js';
import { question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import type { NoticeRow } from './notices.js';

/** A check of who sent a notice, as it went on record. */
export interface SenderCheckRow {
  id: string;
  method: SenderMethod;
  contact: CalledContact | null;
  document: string | null;
  outcome: SenderOutcome;
  before: Authenticity;
  by: string;
  by_name: string;
  note: string;
  /** What of the checklist was ticked; null: there was none yet. */
  points: SenderPoint[];
  at: Date;
}

/** Writes a check beside its command, which decides whether it has happened. */
export async function insertSenderCheck(
  trx: Connection,
  check: Omit<SenderCheckRow, 'by_name'> & { noticeId: string; commandId: string },
): Promise<void> {
  const { noticeId, commandId, by, contact, ...facts } = check;
  await trx
    .insertInto('sender_check')
    .values({
      ...facts,
      notice_id: noticeId,
      command_id: commandId,
      contact: contact === null ? null : JSON.stringify(contact),
      person_id: by,
    })
    .execute();
}

/** Takes back a check whose command was refused. */
export async function deleteSenderCheck(trx: Connection, commandId: string): Promise<void> {
  await trx.deleteFrom('sender_check').where('command_id', '=', commandId).execute();
}

/** Checks that have happened. */
function checksOf(db: Connection, noticeId: string) {
  return db
    .selectFrom('sender_check')
    .innerJoin('command', 'command.id', 'sender_check.command_id')
    .innerJoin('person', 'person.id', 'sender_check.person_id')
    .where('sender_check.notice_id', '=', noticeId)
    .where('command.state', '=', 'accepted');
}

/** The checks of a notice's sender, oldest first, a page at a time. */
export async function listSenderChecks(
  db: Connection,
  { noticeId, after, limit }: { noticeId: string; after: { at: Date; id: string } | null; limit: number },
): Promise<SenderCheckRow[]> {
  let query = checksOf(db, noticeId).select([
    'sender_check.id',
    'sender_check.method',
    'sender_check.contact',
    'sender_check.document',
    'sender_check.outcome',
    'sender_check.before',
    'sender_check.person_id as by',
    'person.name as by_name',
    'sender_check.note',
    'sender_check.points',
    'sender_check.at',
  ]);
  if (after !== null)
    query = query.where(sql<boolean>`(sender_check.at, sender_check.id) > (${after.at}, ${after.id}::uuid)`);
  return query.orderBy('sender_check.at').orderBy('sender_check.id').limit(limit).execute();
}

export async function countSenderChecks(db: Connection, noticeId: string): Promise<number> {
  const { total } = await checksOf(db, noticeId).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

/**
 * Whether the listed authority of a notice has sent one before, among those that everybody may know of: what is told of a sender
 * must not differ by a notice that is secret.
 */
export function sentBefore({ id, authority_id: authority, created_at: createdAt }: NoticeRow): Question<boolean> {
  const select = sql<{ seen: boolean }>`
    select exists (
      select from notice where authority_id = ${authority} and secrecy_level = 'open' and created_at < ${createdAt} and id <> ${id}::uuid
    ) as seen`;
  return question({ select, instants: {}, read: ([row]) => row?.seen ?? false });
}

/**
 * Verified entries of the directory in the countries that a notice names: whom a forger would pretend to be. None where the
 * notice is from an entry and nothing gives an address: every view of a notice asks, and there they make no difference.
 */
export function forgeable({
  authority_id: id,
  authority_email: email,
  authority_country: country,
  jurisdiction,
  channel,
}: NoticeRow): Question<ListedAuthority[]> {
  const select = tables
    .selectFrom('authority')
    .select(['id', 'name', 'domains'])
    .where('country', 'in', [country, jurisdiction])
    .where('verification', '=', 'verified')
    .where(sql<boolean>`${id === null || email !== null || channel === 'mail'}`)
    .orderBy('id');
  return question({ select, instants: {}, read: (rows: ListedAuthority[]) => rows });
}
