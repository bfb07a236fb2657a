import type { Connection } from '../db.js';
import type { Person } from './people.js';

const COLUMNS = ['id', 'name', 'email', 'roles', 'active'] as const;

export async function savePerson(trx: Connection, person: Person): Promise<Person> {
  const { id: _, ...content } = person;
  return trx
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(content))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
}

export async function listNames(db: Connection): Promise<{ id: string; name: string }[]> {
  return db.selectFrom('person').select(['id', 'name']).execute();
}
