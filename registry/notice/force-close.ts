import { sql } from 'kysely';
import { raiseAttention, resolveOthers } from '../ops/attention.js';
import type { Connection } from '../db.js';

/** One person's wish that a notice be closed by force; it takes a second person to do it. */
export interface CloseRequest {
  id: string;
  by: string;
  byName: string;
  reason: string;
}

/** A wish that nobody has joined by then is over. */
export const CLOSE_REQUEST_HOURS = 24;
const KIND = 'force_close_asked';
const keyOf = (noticeId: string) => `${noticeId}:${KIND}`;

/** The wish that still stands, if there is one. */
export async function findCloseRequest(db: Connection, noticeId: string): Promise<CloseRequest | undefined> {
  return db
    .selectFrom('repair')
    .select(['id', 'by_id as by', 'by_name as byName', 'reason'])
    .where('notice_id', '=', noticeId)
    .where('action', '=', 'force_close')
    .where('finished_at', 'is', null)
    .where('created_at', '>', sql<Date>`now() - make_interval(hours => ${CLOSE_REQUEST_HOURS})`)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Keeps a wish and asks ops to look; its reason is for those who may read the notice. Call it under the notice's lock. */
export async function insertCloseRequest(
  trx: Connection,
  { noticeId, ...request }: CloseRequest & { noticeId: string },
): Promise<void> {
  await trx
    .insertInto('repair')
    .values({
      id: request.id,
      notice_id: noticeId,
      action: 'force_close',
      reason: request.reason,
      by_id: request.by,
      by_name: request.byName,
      finished_at: null,
    })
    .execute();
  const summary = `${request.byName} has requested to force-close the notice. A second person from ops or counsel must request it too, within ${CLOSE_REQUEST_HOURS} hours.`;
  await raiseAttention(
    trx,
    { key: keyOf(noticeId), kind: KIND, noticeId, summary, detail: { by: request.by } },
    { refresh: true },
  );
}

/** A wish that a command carries out is used up with the attempt, and stands again if that is refused. */
export async function useCloseRequest(trx: Connection, { id, used }: { id: string; used: boolean }): Promise<void> {
  await trx
    .updateTable('repair')
    .set({ finished_at: used ? sql<Date>`now()` : null })
    .where('id', '=', id)
    .execute();
}

/** Settles what asks ops to look at wishes that are over. */
export async function settleCloseRequests(db: Connection): Promise<void> {
  const open = await db
    .selectFrom('repair')
    .select('notice_id')
    .where('action', '=', 'force_close')
    .where('finished_at', 'is', null)
    .where('created_at', '>', sql<Date>`now() - make_interval(hours => ${CLOSE_REQUEST_HOURS})`)
    .execute();
  await resolveOthers(db, { kind: KIND, keys: open.map((row) => keyOf(row.notice_id)) });
}
