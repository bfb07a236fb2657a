import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { DECISION_PARTICIPANTS } from './appeals.js';

export async function setAppealRestoration(
  trx: Connection,
  { id, restoration }: { id: string; restoration: number },
): Promise<void> {
  await trx.updateTable('appeal').set({ restoration }).where('id', '=', id).execute();
}

export interface ReopenedAppeal {
  id: string;
  number: string;
  noticeId: string;
  restoration: number;
}

/** Reopens appeals whose restoration was returned by an approver or refused by the workflow; `id`: only this one. */
export async function reopenReturned(db: Connection, id?: string): Promise<ReopenedAppeal[]> {
  const { rows } = await sql<ReopenedAppeal>`
    update appeal set state = 'open', outcome = null, reasons = null, decided_by = null, decided_at = null, restoration = null
    from submission restoring, appeal before
    where before.id = appeal.id and restoring.notice_id = appeal.notice_id and restoring.number = appeal.restoration
      and restoring.state in ('returned', 'void') and ${id === undefined ? sql`true` : sql`appeal.id = ${id}::uuid`}
    returning appeal.id, appeal.number, appeal.notice_id as "noticeId", before.restoration`.execute(db);
  return rows;
}

/**
 * Returns the people excluded from approving a restoration: those who filed or decided its won appeals or took part in
 * the original decision.
 */
export async function listAppealPeople(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct unnest(${DECISION_PARTICIPANTS} || appeal.decided_by::text) as id
    from restoration_target taken
    join target on target.notice_id = taken.notice_id and target.no = taken.no
    join appeal on appeal.notice_id = taken.notice_id and appeal.target_no = taken.no and appeal.outcome = 'restored'
    where taken.notice_id = ${noticeId}::uuid and taken.submission = ${submission}::int`.execute(db);
  return rows.flatMap(({ id }) => id ?? []);
}

/** Returns what the item's owner reads about the won appeal behind a restoration; undefined if there is none. */
export async function findWonBy(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<{ number: string; reasons: string } | undefined> {
  const row = await db
    .selectFrom('appeal')
    .select(['number', 'reasons'])
    .where('notice_id', '=', noticeId)
    .where('restoration', '=', submission)
    .executeTakeFirst();
  return row && { number: row.number, reasons: row.reasons ?? '' };
}
