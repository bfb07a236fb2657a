import { sql, type Selection } from 'kysely';
import type { Connection } from '../db.js';
import type { Tables } from '../tables.js';

export type SealedLetter = Selection<Tables, 'letter', (typeof SEALED)[number]>;

const SEALED = [
  'notice_id as noticeId',
  'kind',
  'language',
  'subject',
  'text',
  'counts',
  'annex',
  'submission',
  'seal',
] as const;

export async function findSealedLetter(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<SealedLetter | undefined> {
  return db.selectFrom('letter').select(SEALED).where('notice_id', '=', noticeId).where('n', '=', n).executeTakeFirst();
}

export async function listSealedLetters(
  db: Connection,
  { noticeId, since }: { noticeId: string; since: Date },
): Promise<(SealedLetter & { n: number })[]> {
  return db
    .selectFrom('letter')
    .select([...SEALED, 'n'])
    .where('notice_id', '=', noticeId)
    .where('created_at', '>=', since)
    .orderBy('n')
    .execute();
}

/**
 * Renames the key of a letter the desk did not write, so that the real one can be written; the row stays as evidence.
 */
export async function setLetterAside(db: Connection, key: string): Promise<void> {
  await db
    .updateTable('letter')
    .set({ key: sql<string>`'unproven:' || n || ':' || key` })
    .where('key', '=', key)
    .execute();
}
