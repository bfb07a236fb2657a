import { sql, type Insertable } from 'kysely';
import type { Connection } from '../db.js';
import type { EnforcementPauseTable } from './tables.js';

export interface Pause {
  id: string;
  noticeId: string | null;
  reason: string;
  byId: string;
  by: string;
  since: Date;
  until: Date;
  /** End of a requested longer pause that awaits another person's confirmation; null if none. */
  requestedUntil: Date | null;
  confirmedBy: string | null;
}

const COLUMNS = sql`id, notice_id as "noticeId", reason, by_id as "byId", by_name as by, since, until,
  requested_until as "requestedUntil", confirmed_by_name as "confirmedBy"`;

/** Returns the pause in effect for a notice: its own, else a global one. Expired pauses do not count. */
export async function findPause(db: Connection, noticeId: string): Promise<Pause | undefined> {
  const { rows } = await sql<Pause>`
    select ${COLUMNS} from enforcement_pause
    where ended_at is null and until > now() and (notice_id is null or notice_id = ${noticeId}::uuid)
    order by notice_id nulls last limit 1`.execute(db);
  return rows[0];
}

/**
 * Returns the open pause of exactly this scope with its row locked, so that concurrent changes run one after another.
 */
export async function lockPause(trx: Connection, noticeId: string | null): Promise<Pause | undefined> {
  const { rows } = await sql<Pause>`
    select ${COLUMNS} from enforcement_pause
    where ended_at is null and notice_id is not distinct from ${noticeId}::uuid for update`.execute(trx);
  return rows[0];
}

/**
 * Returns how many milliseconds a person has paused this scope since an instant without anyone's confirmation. Each
 * pause counts as zero at least, because the system clock may have been set back.
 */
export async function pausedAlone(
  db: Connection,
  { noticeId, byId, since, now }: { noticeId: string | null; byId: string; since: Date; now: Date },
): Promise<number> {
  const { rows } = await sql<{ ms: number }>`
    select coalesce(sum(greatest(0, extract(epoch from
      coalesce(ended_at, least(until, ${now}::timestamptz)) - greatest(since, ${since}::timestamptz))) * 1000), 0)::float8 as ms
    from enforcement_pause
    where by_id = ${byId} and confirmed_by_id is null and (notice_id is null or notice_id is not distinct from ${noticeId}::uuid)
      and coalesce(ended_at, until) > ${since}::timestamptz`.execute(db);
  return rows[0]?.ms ?? 0;
}

/** Pauses enforcement after the page in flight; returns false if this scope was paused already. */
export async function insertPause(trx: Connection, pause: Insertable<EnforcementPauseTable>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('enforcement_pause')
    .values(pause)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Extends a pause to the requested end after another person's confirmation. */
export async function confirmPauseRow(
  trx: Connection,
  { id, by, at }: { id: string; by: { id: string; name: string }; at: Date },
): Promise<void> {
  await sql`
    update enforcement_pause
    set until = requested_until, requested_until = null, confirmed_by_id = ${by.id}, confirmed_by_name = ${by.name}, confirmed_at = ${at}
    where id = ${id}::uuid and requested_until is not null`.execute(trx);
}

/** Ends a pause; returns false if this scope was not paused. */
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

/** Marks expired pauses as ended at their own end time and returns them; enforcement has already continued since. */
export async function endPausesOver(trx: Connection, now: Date): Promise<{ noticeId: string | null; until: Date }[]> {
  const { rows } = await sql<{ noticeId: string | null; until: Date }>`
    update enforcement_pause set ended_at = until, ended_reason = 'Its time was over.'
    where ended_at is null and until <= ${now}::timestamptz
    returning notice_id as "noticeId", until`.execute(trx);
  return rows;
}
