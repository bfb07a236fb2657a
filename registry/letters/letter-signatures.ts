import { sql } from 'kysely';
import type { Connection } from '../db.js';
import type { LetterSignature } from './tables.js';

/** Stores the signature of a letter before its PDF is sent; the first one stays. */
export async function storeSignature(
  db: Connection,
  { key, signature }: { key: string; signature: LetterSignature },
): Promise<LetterSignature> {
  const { signature: stored } = await db
    .updateTable('letter')
    .set({ signature: sql<string>`coalesce(signature, ${JSON.stringify(signature)}::jsonb)` })
    .where('key', '=', key)
    .returning('signature')
    .executeTakeFirstOrThrow();
  return stored ?? signature;
}

export async function findSignature(
  db: Connection,
  { noticeId, n }: { noticeId: string; n: number },
): Promise<LetterSignature | null> {
  const row = await db
    .selectFrom('letter')
    .select('signature')
    .where('notice_id', '=', noticeId)
    .where('n', '=', n)
    .executeTakeFirst();
  return row?.signature ?? null;
}
