import { sql } from 'kysely';
import type { Connection } from '../db.js';

export interface Pause {
  id: string;
  /** null: every notice. */
  noticeId: string | null;
  reason: string;
  by: string;
  since: Date;
}

/** The open pause that holds up a notice: its own, else one of all. */
export async function findPause(db: Connection, noticeId: string): Promise<Pause | undefined> {
  const { rows } = await sql<Pause>`
    select id, notice_id as "noticeId", reason, by_name as by, since from enforcement_pause
    where ended_at is null and (notice_id is null or notice_id = ${noticeId}::uuid)
    order by notice_id nulls last limit 1`.execute(db);
  return rows[0];
}

/** Stops enforcement after the page in flight. False: it was stopped already. */
export async function insertPause(
  trx: Connection,
  pause: { id: string; noticeId: string | null; reason: string; by: { id: string; name: string } },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('enforcement_pause')
    .values({
      id: pause.id,
      notice_id: pause.noticeId,
      reason: pause.reason,
      by_id: pause.by.id,
      by_name: pause.by.name,
      ended_at: null,
      ended_by_id: null,
      ended_reason: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Lets enforcement go on. False: it was not stopped so. */
export async function endPause(
  trx: Connection,
  { noticeId, reason, byId }: { noticeId: string | null; reason: string; byId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('enforcement_pause')
    .set({ ended_at: sql<Date>`now()`, ended_by_id: byId, ended_reason: reason })
    .where('notice_id', noticeId === null ? 'is' : '=', noticeId)
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
