import { uuidv7 } from 'uuidv7';
import { SYSTEM } from '../../domain/people/actor.js';
import { describePerson } from '../../domain/changes/entry.js';
import { CLAIM_LIFE_MS, FIRST_KEY } from '../../domain/people/key-life.js';
import type { Connection, Db } from '../db.js';
import { appendAudit } from '../notices/audit.js';
import { savePerson } from './people-admin.js';
import { findPerson, insertApiKey, isPerson, makeApiKey, type Person } from './people.js';
import { sql } from 'kysely';

async function findNewcomer(trx: Connection, { email, at }: { email: string; at: Date }): Promise<Person | null> {
  const known = await findPerson(trx, { email });
  if (known !== undefined) {
    const isOutside = known.active && !(await hasWayIn(trx, { person: known.id, at }));
    return isOutside ? known : null;
  }
  const anybody = await trx.selectFrom('person').select('id').where(isPerson).limit(1).executeTakeFirst();
  if (anybody !== undefined) return null;
  const name = email.slice(0, email.indexOf('@'));
  const person = await savePerson(trx, { id: uuidv7(), name, email, roles: ['admin'], active: true });
  const detail = { person: person.id, after: describePerson(person), before: null, renamed: [], bootstrap: true };
  await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'person_saved', detail }]);
  return person;
}

/**
 * Creates a one-day key for a person who cannot sign in, including the first admin, and passes it to `store` before the
 * commit: a key that was not stored is never valid. Only the registry owner's login can do this. Returns false if no
 * key may be made.
 */
export async function makeFirstKey(
  db: Db,
  { email, at, store }: { email: string; at: Date; store: (key: string) => Promise<void> },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const person = await findNewcomer(trx, { email, at });
    if (person === null) return false;
    const { id, secret, text } = makeApiKey();
    const expiresAt = new Date(at.getTime() + CLAIM_LIFE_MS);
    const { id: personId, roles } = person;
    await insertApiKey(trx, { id, secret, personId, name: FIRST_KEY, roles, expiresAt });
    const detail = {
      key: id,
      person: personId,
      name: FIRST_KEY,
      roles,
      expiresAt: expiresAt.toISOString(),
      speaksFor: [],
    };
    await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'key_created', detail }]);
    await store(text);
    return true;
  });
}

/** Returns whether a person can sign in: with a valid key, a session, or an account bound at the issuer. */
async function hasWayIn(db: Connection, { person, at }: { person: string; at: Date }): Promise<boolean> {
  const { rows } = await sql`
    select where exists (select from api_key where person_id = ${person} and revoked_at is null
        and (expires_at is null or expires_at > ${at}))
      or exists (select from session where person_id = ${person} and revoked_at is null)
      or exists (select from person_identity where person_id = ${person})`.execute(db);
  return rows.length > 0;
}
