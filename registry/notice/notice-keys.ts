import type { Insertable } from 'kysely';
import { isUuid } from '../../domain/uuid.js';
import type { Connection } from '../db.js';
import type { NoticeKeyTable } from './tables.js';

/** The key of a notice as it is kept, and which key wrapped it. */
export interface NoticeKeyRow {
  wrappedBy: string;
  /** Empty: it was shredded. */
  wrapped: Buffer;
}

/** The key of a notice; undefined where there is no such notice. */
export async function findNoticeKey(db: Connection, noticeId: string): Promise<NoticeKeyRow | undefined> {
  // Whoever reaches the engine chooses the ids of their workflows.
  if (!isUuid(noticeId)) return undefined;
  return db
    .selectFrom('notice_key')
    .select(['wrapped_by as wrappedBy', 'wrapped'])
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
}

/** The row that keeps the key of a notice. */
export function toKeyValues(noticeId: string, { wrappedBy, wrapped }: NoticeKeyRow): Insertable<NoticeKeyTable> {
  return { notice_id: noticeId, wrapped_by: wrappedBy, wrapped };
}

/**
 * Keys that another wrapping key closes than the one of now, the first of them by notice. Asked for from both sides, so that
 * the index answers: nearly every key is closed by the one of now.
 */
export async function listKeysOfBefore(
  db: Connection,
  { wrappedBy, limit }: { wrappedBy: string; limit: number },
): Promise<(NoticeKeyRow & { noticeId: string })[]> {
  return db
    .selectFrom('notice_key')
    .select(['notice_id as noticeId', 'wrapped_by as wrappedBy', 'wrapped'])
    .where((key) => key.or([key('wrapped_by', '<', wrappedBy), key('wrapped_by', '>', wrappedBy)]))
    .where('shredded_at', 'is', null)
    .orderBy('notice_id')
    .limit(limit)
    .execute();
}

/** Writes a key wrapped anew, unless somebody was faster. */
export async function rewrapNoticeKey(
  db: Connection,
  { noticeId, from, to }: { noticeId: string; from: string; to: NoticeKeyRow },
): Promise<void> {
  await db
    .updateTable('notice_key')
    .set({ wrapped_by: to.wrappedBy, wrapped: to.wrapped })
    .where('notice_id', '=', noticeId)
    .where('wrapped_by', '=', from)
    .where('shredded_at', 'is', null)
    .execute();
}
