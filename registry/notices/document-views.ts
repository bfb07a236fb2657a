import { sql } from 'kysely';
import type { Connection } from '../db.js';

export interface DocumentFacts {
  sha256: string;
  name: string;
  media_type: string;
  size: number;
}

export async function listDocuments(
  db: Connection,
  { noticeId, afterSha256, limit }: { noticeId: string; afterSha256: string | null; limit: number },
): Promise<DocumentFacts[]> {
  let query = db
    .selectFrom('document')
    .select(['sha256', 'name', 'media_type', sql<number>`octet_length(bytes)`.as('size')])
    .where('notice_id', '=', noticeId);
  if (afterSha256 !== null) query = query.where('sha256', '>', afterSha256);
  return query.orderBy('sha256').limit(limit).execute();
}

export async function countDocuments(db: Connection, { noticeId }: { noticeId: string }): Promise<number> {
  const { total } = await db
    .selectFrom('document')
    .select(sql<number>`count(*)`.as('total'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return total;
}

export async function hasDocument(
  db: Connection,
  { noticeId, sha256 }: { noticeId: string; sha256: string },
): Promise<boolean> {
  const row = await db
    .selectFrom('document')
    .select('sha256')
    .where('notice_id', '=', noticeId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row !== undefined;
}

/** Returns one document with its bytes (at most the 32 MiB of an intake body). */
export async function findDocument(
  db: Connection,
  { noticeId, sha256 }: { noticeId: string; sha256: string },
): Promise<{ name: string; media_type: string; bytes: Buffer } | undefined> {
  return db
    .selectFrom('document')
    .select(['name', 'media_type', 'bytes'])
    .where('notice_id', '=', noticeId)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
}
