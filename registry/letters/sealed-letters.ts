import { sql } from 'kysely';
import type { LetterKind } from '../../domain/letters/letter.js';
import type { Connection } from '../db.js';
import type { AnnexRow } from './tables.js';

export interface SealedLetter {
  noticeId: string;
  kind: LetterKind;
  language: string;
  subject: string;
  text: string;
  counts: Record<string, number> | null;
  annex: AnnexRow[] | null;
  submission: number | null;
  seal: string | null;
}

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
