import type { Insertable } from 'kysely';
import { isUuid } from '../../domain/uuid.js';
import type { Connection } from '../db.js';
import type { NoticeKeyTable } from './tables.js';

export interface NoticeKeyRow {
  wrappedBy: string;
  /** Empty once shredded. */
  wrapped: Buffer;
}

/** The key of a notice; undefined where there is no such notice. */
export async function findNoticeKey(db: Connection, noticeId: string): Promise<NoticeKeyRow | undefined> {
  // Anyone who can reach Temporal chooses their own workflow ids, so this may not be a UUID.
  if (!isUuid(noticeId)) return undefined;
  return db
    .selectFrom('notice_key')
    .select(['wrapped_by as wrappedBy', 'wrapped'])
    .where('notice_id', '=', noticeId)
    .executeTakeFirst();
}

export function toKeyValues(noticeId: string, { wrappedBy, wrapped }: NoticeKeyRow): Insertable<NoticeKeyTable> {
  return { notice_id: noticeId, wrapped_by: wrappedBy, wrapped };
}

/**
 * Lists notices whose keys are wrapped by another key than the current one. Two range conditions instead of `<>` let
 * the index answer: nearly all keys are wrapped by the current one.
 */
export async function listPreviousKeys(
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

/** Stores a rewrapped key unless another process was first. */
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
