import { sql } from 'kysely';
import type { SecrecyLevel } from '../../domain/notices/notice.js';
import type { Role } from '../../domain/people/permission.js';
import type { RosteredPerson } from '../../domain/roster/assignees.js';
import type { Shift } from '../../domain/roster/shifts.js';
import type { Connection } from '../db.js';
import { epochMs } from '../notices/orders.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { isPerson } from './people.js';

export type RosterRow = RosteredPerson & {
  roles: Role[];
  shifts: Shift[];
  languages: string[];
  note: string | null;
  noteAt: Date | null;
};

interface Listed {
  reader: Reader;
  now: Date;
  /** Default: everyone. */
  page?: { after: { name: string; id: string } | null; limit: number };
  person?: string;
}

/** Lists active people with their hours; counts only notices that the reader can read. */
export async function listRostered(db: Connection, { reader, now, page, person }: Listed): Promise<RosterRow[]> {
  const after = page?.after;
  const { rows } = await sql<RosterRow>`
    select person.id, person.name, person.roles, coalesce(roster.shifts, '[]') as shifts,
      coalesce(roster.languages, '{}') as languages, roster.capacity, roster.note, roster.note_at as "noteAt", (
        select count(*)::int from notice
        where notice.assignee = person.id and notice.stage not in ('in_force', 'closed') and ${canRead(reader)}) as open,
      coalesce((
        select jsonb_agg(jsonb_build_object('fromMs', ${epochMs(sql`from_at`)}, 'untilMs', ${epochMs(sql`until_at`)}))
        from absence where absence.person_id = person.id and until_at > ${now}::timestamptz), '[]') as absences
    from person left join roster on roster.person_id = person.id
    where person.active and ${isPerson}
      and ${person === undefined ? sql`true` : sql`person.id = ${person}::uuid`}
      and ${after == null ? sql`true` : sql`(person.name, person.id) > (${after.name}, ${after.id}::uuid)`}
    order by person.name, person.id limit ${page?.limit ?? null}`.execute(db);
  return rows;
}

export async function countActivePeople(db: Connection): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*)::int as people from person where active and ${isPerson}`.execute(db);
  return rows[0]?.people ?? 0;
}

export async function saveRosterEntry(
  trx: Connection,
  { person, shifts, languages, capacity, at }: Pick<RosterRow, 'shifts' | 'languages' | 'capacity'> & RosterWrite,
): Promise<void> {
  const written = { shifts: JSON.stringify(shifts), languages, capacity, changed_at: at };
  await trx
    .insertInto('roster')
    .values({ person_id: person, ...written })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(written))
    .execute();
}

interface RosterWrite {
  person: string;
  at: Date;
}

export interface Admission {
  id: string;
  language: string;
  level: SecrecyLevel;
  excluded: string[];
  /** Active people who can read the notice. */
  readers: string[];
}

/** Who may act on each notice, for those that the reader can read. */
export async function listAdmissions(
  db: Connection,
  { ids, reader }: { ids: readonly string[]; reader: Reader },
): Promise<Admission[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Admission>`
    select notice.id, notice.language, notice.secrecy_level as level, excluded_from(notice.id) as excluded, array(
      select person.id from person
      where person.active and ${canRead({ id: sql.ref('person.id'), roles: sql.ref('person.roles') })}) as readers
    from notice where notice.id = any (${[...ids]}::uuid[]) and ${canRead(reader)}`.execute(db);
  return rows;
}
