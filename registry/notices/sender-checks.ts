import { sql } from 'kysely';
import type { ListedAuthority } from '../../domain/notices/near-sender.js';
import { question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import type { NoticeRow } from './notices.js';

export type SenderCheckRow = Awaited<ReturnType<typeof listSenderChecks>>[number];

/** Stores a check beside its command; it counts only once the command is accepted. */
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

export async function deleteSenderCheck(trx: Connection, commandId: string): Promise<void> {
  await trx.deleteFrom('sender_check').where('command_id', '=', commandId).execute();
}

function selectChecks(db: Connection, noticeId: string) {
  return db
    .selectFrom('sender_check')
    .innerJoin('command', 'command.id', 'sender_check.command_id')
    .innerJoin('person', 'person.id', 'sender_check.person_id')
    .where('sender_check.notice_id', '=', noticeId)
    .where('command.state', '=', 'accepted');
}

export async function listSenderChecks(
  db: Connection,
  { noticeId, after, limit }: { noticeId: string; after: { at: Date; id: string } | null; limit: number },
) {
  let query = selectChecks(db, noticeId).select([
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
  const { total } = await selectChecks(db, noticeId)
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

/**
 * Returns whether the notice's listed authority has sent an earlier one. Considers open notices only, so that the
 * answer does not reveal a secret one.
 */
export function sentBefore({ id, authority_id: authority, created_at: createdAt }: NoticeRow): Question<boolean> {
  const select = sql<{ seen: boolean }>`
    select exists (
      select from notice where authority_id = ${authority} and secrecy_level = 'open' and created_at < ${createdAt} and id <> ${id}::uuid
    ) as seen`;
  return question({ select, instants: {}, read: ([row]) => row?.seen ?? false });
}

/**
 * Lists verified authorities in the countries a notice names, which a forger might impersonate. Empty if the notice is
 * from a listed authority and gives no address: every view runs this query, and there it makes no difference.
 */
export function forgeable(row: NoticeRow): Question<ListedAuthority[]> {
  const { authority_id: id, authority_email: email, authority_country: country, jurisdiction, channel } = row;
  const select = tables
    .selectFrom('authority')
    .select(['id', 'name', 'domains'])
    .where('country', 'in', [country, jurisdiction])
    .where('verification', '=', 'verified')
    .where(sql<boolean>`${id === null || email !== null || channel === 'mail'}`)
    .orderBy('id');
  return question({ select, instants: {}, read: (rows: ListedAuthority[]) => rows });
}
