import { sql } from 'kysely';
import { question, type Question } from '../ask.js';
import type { Connection } from '../db.js';

export interface Exclusion {
  number: number;
  person: string;
  name: string;
  reason: string;
  by: string;
  byName: string;
  at: Date;
}

/** Those that stand, oldest first. */
export function queryExclusions(noticeId: string): Question<Exclusion[]> {
  const select = sql<Exclusion>`
    select exclusion.number, exclusion.person_id as person, person.name, exclusion.reason, exclusion.by_id as by,
      other.name as "byName", exclusion.at
    from exclusion join person on person.id = exclusion.person_id join person other on other.id = exclusion.by_id
    where exclusion.notice_id = ${noticeId}::uuid and ended_at is null order by exclusion.number`;
  return question({ select, instants: { at: true }, read: (rows) => rows });
}

/** Ids of the people who may not act on a notice. */
export async function listExcluded(db: Connection, noticeId: string): Promise<string[]> {
  const { rows } = await sql<{ ids: string[] }>`select excluded_from(${noticeId}::uuid) as ids`.execute(db);
  return rows[0]?.ids ?? [];
}

/** Returns its number. The caller must hold the notice lock. */
export async function insertExclusion(
  trx: Connection,
  { noticeId, person, reason, by, at }: { noticeId: string; person: string; reason: string; by: string; at: Date },
): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into exclusion (notice_id, number, person_id, reason, by_id, at)
    select ${noticeId}::uuid, coalesce(max(number), 0) + 1, ${person}::uuid, ${reason}, ${by}::uuid, ${at}
    from exclusion where notice_id = ${noticeId}::uuid returning number`.execute(trx);
  return rows[0]?.number ?? 0;
}

export async function endExclusion(
  trx: Connection,
  { noticeId, number, by, at }: { noticeId: string; number: number; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('exclusion')
    .set({ ended_by: by, ended_at: at })
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .execute();
}

export interface StaffRisk {
  reason: string;
  by: string;
  byName: string;
  at: Date;
}

export function queryStaffRisk(noticeId: string): Question<StaffRisk | undefined> {
  const select = sql<StaffRisk>`
    select reason, by_id as by, person.name as "byName", at from staff_risk join person on person.id = by_id
    where notice_id = ${noticeId}::uuid`;
  return question({ select, instants: { at: true }, read: ([row]) => row });
}

/** Flags a notice, or clears its flag if `risk` is null. */
export async function setStaffRisk(
  trx: Connection,
  { noticeId, risk }: { noticeId: string; risk: { reason: string; by: string; at: Date } | null },
): Promise<void> {
  if (risk === null) {
    await trx.deleteFrom('staff_risk').where('notice_id', '=', noticeId).execute();
    return;
  }
  const { reason, by, at } = risk;
  await trx.insertInto('staff_risk').values({ notice_id: noticeId, reason, by_id: by, at }).execute();
}
