import { sql } from 'kysely';
import type { Connection } from '../db.js';
import type { Person } from './people.js';

const COLUMNS = ['id', 'name', 'email', 'roles', 'active'] as const;

/** The person with this mail address, whatever the case of its letters. */
export async function findPersonByEmail(db: Connection, email: string): Promise<Person | undefined> {
  return db.selectFrom('person').select(COLUMNS).where(sql<boolean>`lower(email) = lower(${email})`).executeTakeFirst();
}

/** Adds a person, or writes the entry of the same id anew. */
export async function savePerson(trx: Connection, person: Person): Promise<Person> {
  const { id: _, ...content } = person;
  return trx
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(content))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

/** Everybody who is or was with the desk. */
export async function listNames(db: Connection): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('person').select(['id', 'name']).execute();
}
