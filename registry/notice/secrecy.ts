import { sql, type RawBuilder } from 'kysely';
import type { Role } from '../../domain/people/permission.js';
import type { Connection } from '../db.js';

/** Who asks: a person with the roles they act under. */
export interface Reader {
  id: string;
  roles: Role[];
}

/**
 * The switchboard as a condition on a notice row (alias `notice` unless named): whether this reader may know of it at
 * all. Every query that leads to a screen, list, count, mail or export carries it.
 */
export function mayKnow(reader: Reader, alias = 'notice'): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql<boolean>`may_know(${column('secrecy_level')}, ${column('secrecy_people')}, ${column('secrecy_until')},
    ${column('assignee')}, ${reader.id}::uuid, ${reader.roles}::text[])`;
}

/** Whether a reader may know of one notice. */
export async function isKnownTo(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select(mayKnow(reader).as('known'))
    .where('id', '=', noticeId)
    .executeTakeFirst();
  return row?.known ?? false;
}
