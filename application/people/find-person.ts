import { isUuid } from '../../domain/uuid.js';
import type { Connection } from '../../registry/db.js';
import { findPerson, type Person } from '../../registry/people/people.js';
import { Refusal } from '../refusal.js';
import { CURES } from '../../domain/commands/cures.js';

export type PersonKey = { id: string } | { email: string };

export function toPersonKey(idOrEmail: string): PersonKey {
  return isUuid(idOrEmail) ? { id: idOrEmail } : { email: idOrEmail };
}

export async function needPerson(db: Connection, id: string, unknown: string = CURES.noPerson): Promise<Person> {
  const person = isUuid(id) ? await findPerson(db, { id }) : undefined;
  if (person === undefined) throw new Refusal('missing', unknown);
  return person;
}
