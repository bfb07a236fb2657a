import { sql } from 'kysely';
import type { Connection } from '../db.js';

export interface Pause {
  id: string;
  /** null: every notice. */
  noticeId: string | null;
  reason: string;
  byId: string;
  by: string;
  since: Date;
  /** When it ends by itself. */
  until: Date;
  /** What was asked for beyond that and waits for another person; null: nothing. */
  askedUntil: Date | null;
  /** Name of the other person who agreed to it; null: nobody has. */
  confirmedBy: string | null;
}

const COLUMNS = sql`id, notice_id as "noticeId", reason, by_id as "byId", by_name as by, since, until,
  asked_until as "askedUntil", confirmed_by_name as "confirmedBy"`;

/** The pause that holds up a notice now: its own, else one of all. One whose time is over holds up nothing. */
export async function findPause(db: Connection, noticeId: string): Promise<Pause | undefined> {
  const { rows } = await sql<Pause>`
    select ${COLUMNS} from enforcement_pause
    where ended_at is null and until > now() and (notice_id is null or notice_id = ${noticeId}::uuid)
    order by notice_id nulls last limit 1`.execute(db);
  return rows[0];
}

/** The pause of exactly this scope, locked, so that two people who change it do so one after another. */
export async function lockPause(trx: Connection, noticeId: string | null): Promise<Pause | undefined> {
  const { rows } = await sql<Pause>`
    select ${COLUMNS} from enforcement_pause
    where ended_at is null and notice_id is not distinct from ${noticeId}::uuid for update`.execute(trx);
  return rows[0];
}

/**
 * How long, in milliseconds, a person has held this scope up since an instant without anybody else's agreement. A pause that
 * has ended counts by its own ends, and none counts for less than nothing: the clock may have been set back since.
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

export interface NewPause {
  id: string;
  noticeId: string | null;
  reason: string;
  by: { id: string; name: string };
  until: Date;
  askedUntil?: Date | null;
  /** Set where it is made because the registry was restored to this instant. */
  restoredFrom?: Date;
}

/** Stops enforcement after the page in flight. False: it was stopped already. */
export async function insertPause(
  trx: Connection,
  { id, noticeId, reason, by, until, askedUntil = null, restoredFrom }: NewPause,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('enforcement_pause')
    .values({
      id,
      notice_id: noticeId,
      reason,
      by_id: by.id,
      by_name: by.name,
      until,
      asked_until: askedUntil,
      ended_at: null,
      ended_by_id: null,
      ended_reason: null,
      restored_from: restoredFrom ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Lets a pause run as long as was asked for, now that another person agrees. */
export async function confirmPauseRow(
  trx: Connection,
  { id, by, at }: { id: string; by: { id: string; name: string }; at: Date },
): Promise<void> {
  await sql`
    update enforcement_pause
    set until = asked_until, asked_until = null, confirmed_by_id = ${by.id}, confirmed_by_name = ${by.name}, confirmed_at = ${at}
    where id = ${id}::uuid and asked_until is not null`.execute(trx);
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

/** Marks the pauses whose time is over as ended then, and answers which: enforcement has gone on without them since. */
export async function endPausesOver(trx: Connection, now: Date): Promise<{ noticeId: string | null; until: Date }[]> {
  const { rows } = await sql<{ noticeId: string | null; until: Date }>`
    update enforcement_pause set ended_at = until, ended_reason = 'Its time was over.'
    where ended_at is null and until <= ${now}::timestamptz
    returning notice_id as "noticeId", until`.execute(trx);
  return rows;
}
