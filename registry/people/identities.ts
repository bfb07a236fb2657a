import type { Connection } from '../db.js';
import { hasEmail, type Person } from './people.js';

const COLUMNS = ['person.id', 'person.name', 'person.email', 'person.roles', 'person.active'] as const;

export async function findBoundPerson(
  db: Connection,
  { issuer, subject }: { issuer: string; subject: string },
): Promise<Person | undefined> {
  return db
    .selectFrom('person_identity')
    .innerJoin('person', 'person.id', 'person_identity.person_id')
    .select(COLUMNS)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst();
}

/** Returns the active person with a mail address who is not bound to a subject of this issuer yet. */
export async function findUnboundPerson(
  db: Connection,
  { issuer, email }: { issuer: string; email: string },
): Promise<Person | undefined> {
  return db
    .selectFrom('person')
    .select(COLUMNS)
    .where(hasEmail(email))
    .where('active', '=', true)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('person_identity')
            .select('subject')
            .whereRef('person_identity.person_id', '=', 'person.id')
            .where('person_identity.issuer', '=', issuer),
        ),
      ),
    )
    .executeTakeFirst();
}

/** Binds a subject to a person; returns false if a concurrent sign-in was first. */
export async function bindIdentity(
  trx: Connection,
  { issuer, subject, person, at }: { issuer: string; subject: string; person: string; at: Date },
): Promise<boolean> {
  const done = await trx
    .insertInto('person_identity')
    .values({ issuer, subject, person_id: person, bound_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

export async function listIdentities(db: Connection, person: string): Promise<{ issuer: string; subject: string }[]> {
  return db
    .selectFrom('person_identity')
    .select(['issuer', 'subject'])
    .where('person_id', '=', person)
    .orderBy('issuer')
    .execute();
}

/** Removes a person's bindings, so that the mail address decides at the next sign-in. */
export async function releaseIdentities(
  trx: Connection,
  person: string,
): Promise<{ issuer: string; subject: string }[]> {
  return trx.deleteFrom('person_identity').where('person_id', '=', person).returning(['issuer', 'subject']).execute();
}
