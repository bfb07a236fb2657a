import { sql, type Selectable } from 'kysely';
import type { Connection } from './db.js';
import type { LetterTable } from './tables.js';

export type LetterView = Omit<Selectable<LetterTable>, 'notice_id' | 'key' | 'submission'>;

const COLUMNS = [
  'n',
  'kind',
  'language',
  'to_address',
  'subject',
  'text',
  'counts',
  'state',
  'message_id',
  'created_at',
  'sent_at',
  'smtp_reply',
] as const;

/** Letters of a notice by number, after a number. */
export async function listLetters(
  db: Connection,
  { noticeId, afterN, limit }: { noticeId: string; afterN: number; limit: number },
): Promise<LetterView[]> {
  return db
    .selectFrom('letter')
    .select(COLUMNS)
    .where('notice_id', '=', noticeId)
    .where('n', '>', afterN)
    .orderBy('n')
    .limit(limit)
    .execute();
}

export async function countLetters(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('letter')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

/** One letter of a notice by its number. */
export async function findLetterView(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<LetterView | undefined> {
  return db
    .selectFrom('letter')
    .select(COLUMNS)
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .executeTakeFirst();
}
