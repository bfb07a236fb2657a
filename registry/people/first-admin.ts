import { uuidv7 } from 'uuidv7';
import { SYSTEM } from '../../domain/people/actor.js';
import { toldPerson } from '../../domain/administration/entry.js';
import { CLAIM_LIFE_MS, FIRST_KEY } from '../../domain/people/key-life.js';
import { hasWayIn, insertKeyClaim } from '../administration/key-claims.js';
import type { Connection, Db } from '../db.js';
import { appendAudit } from '../notice/audit.js';
import { findPersonByEmail, savePerson } from './people-admin.js';
import { isPerson, type Person } from './people.js';

/**
 * Whom a token may be made for: a new admin where nobody is there yet, or the one who was made so and never got in because
 * the token was lost or over. Null for everybody else: from then on people are added by people.
 */
async function findFirstAdmin(trx: Connection, { email, at }: { email: string; at: Date }): Promise<Person | null> {
  const known = await findPersonByEmail(trx, email);
  if (known !== undefined) {
    const isStuck = known.active && known.roles.includes('admin') && !(await hasWayIn(trx, { person: known.id, at }));
    return isStuck ? known : null;
  }
  const anybody = await trx.selectFrom('person').select('id').where(isPerson).limit(1).executeTakeFirst();
  if (anybody !== undefined) return null;
  const name = email.slice(0, email.indexOf('@'));
  const person = await savePerson(trx, { id: uuidv7(), name, email, roles: ['admin'], active: true });
  const detail = { person: person.id, after: toldPerson(person), before: null, renamed: [], bootstrap: true };
  await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'person_saved', detail }]);
  return person;
}

/**
 * Makes the first admin of a desk and hands the token for their first key to `keep`, before anything is committed: a token
 * that could not be kept is never valid. Answers whether there was one to make.
 */
export async function seedFirstAdmin(
  db: Db,
  { email, at, keep }: { email: string; at: Date; keep: (token: string) => Promise<void> },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const person = await findFirstAdmin(trx, { email, at });
    if (person === null) return false;
    const expiresAt = new Date(at.getTime() + CLAIM_LIFE_MS);
    const key = { person: person.id, name: FIRST_KEY, roles: person.roles };
    const token = await insertKeyClaim(trx, { ...key, change: null, keyExpiresAt: null, speaksFor: [], expiresAt });
    const detail = { ...key, expiresAt: expiresAt.toISOString() };
    await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'key_claim_opened', detail }]);
    await keep(token);
    return true;
  });
}
