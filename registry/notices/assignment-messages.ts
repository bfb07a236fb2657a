import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { isPerson } from '../people/people.js';
import { isNoSecret, canRead } from './secrecy.js';

export interface Assignment {
  key: string;
  noticeId: string;
  to: string;
  by: string;
}

export async function insertAssignmentMessage(trx: Connection, { key, noticeId, to, by }: Assignment): Promise<void> {
  await sql`
    insert into assignment_message (key, notice_id, person_id, by_id)
    select ${key}, ${noticeId}::uuid, person.id, (select id from person where id::text = ${by})
    from person where person.id::text = ${to}
    on conflict (key) do nothing`.execute(trx);
}

export interface AssignmentToSend {
  name: string;
  email: string;
  number: string;
  byName: string | null;
  secret: boolean;
  stands: boolean;
}

export async function findAssignmentToSend(
  db: Connection,
  { noticeId, personId, byId }: { noticeId: string; personId: string; byId: string | null },
): Promise<AssignmentToSend> {
  const knows = canRead({ id: sql.ref('person.id'), roles: sql.ref('person.roles') });
  const { rows } = await sql<AssignmentToSend>`
    select person.name, person.email, notice.number, giver.name as "byName", not ${isNoSecret()} as secret,
      coalesce(notice.assignee = person.id, false) and notice.stage <> 'closed' and person.active and ${isPerson}
        and ${knows} as stands
    from person join notice on notice.id = ${noticeId}::uuid left join person giver on giver.id = ${byId}::uuid
    where person.id = ${personId}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error(`no person ${personId}`);
  return row;
}
