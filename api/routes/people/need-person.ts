import { isUuid } from '../../../domain/uuid.js';
import type { Connection } from '../../../registry/db.js';
import { findPerson, type Person } from '../../../registry/people/people.js';
import { ApiProblem } from '../../problems.js';

export async function needPerson(db: Connection, id: string): Promise<Person> {
  const person = isUuid(id) ? await findPerson(db, { id }) : undefined;
  if (person === undefined)
    throw new ApiProblem('not-found', 'There is no such person. GET /v1/people lists all people.');
  return person;
}
