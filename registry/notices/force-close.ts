import { sql } from 'kysely';
import { raiseAlert, resolveOthers } from '../ops/alerts.js';
import type { Connection } from '../db.js';

export interface CloseRequest {
  id: string;
  by: string;
  byName: string;
  reason: string;
}

/** Hours within which a second person must confirm; after that the request lapses. */
export const CLOSE_REQUEST_HOURS = 24;
const KIND = 'force_close_requested';
const buildRequestKey = (noticeId: string) => `${noticeId}:${KIND}`;

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

/**
 * Stores a close request and raises an alert. The reason is not in the alert: it is for readers of the notice. Call it
 * under the notice lock.
 */
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
    })
    .execute();
  const summary = `${request.byName} has requested to force-close the notice. A second person from ops or counsel must request it too, within ${CLOSE_REQUEST_HOURS} hours.`;
  await raiseAlert(
    trx,
    { key: buildRequestKey(noticeId), kind: KIND, noticeId, summary, detail: { by: request.by } },
    { refresh: true },
  );
}

/** Marks a close request as used by a command; a refused command makes it open again. */
export async function useCloseRequest(trx: Connection, { id, used }: { id: string; used: boolean }): Promise<void> {
  await trx
    .updateTable('repair')
    .set({ finished_at: used ? sql<Date>`now()` : null })
    .where('id', '=', id)
    .execute();
}

export async function settleCloseRequests(db: Connection): Promise<void> {
  const open = await db
    .selectFrom('repair')
    .select('notice_id')
    .where('action', '=', 'force_close')
    .where('finished_at', 'is', null)
    .where('created_at', '>', sql<Date>`now() - make_interval(hours => ${CLOSE_REQUEST_HOURS})`)
    .execute();
  await resolveOthers(db, { kind: KIND, keys: open.map((row) => buildRequestKey(row.notice_id)) });
}
