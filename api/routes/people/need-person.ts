import { isUuid } from '../../../domain/uuid.js';
import type { Connection } from '../../../registry/db.js';
import { findPerson, type Person } from '../../../registry/people/people.js';
import { ApiProblem } from '../../problems.js';
import { CURES } from '../../../domain/commands/cures.js';

export async function needPerson(db: Connection, id: string): Promise<Person> {
  const person = isUuid(id) ? await findPerson(db, { id }) : undefined;
  if (person === undefined) throw new ApiProblem('not-found', CURES.noPerson);
  return person;
}
