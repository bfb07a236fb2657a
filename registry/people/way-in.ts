import { sql } from 'kysely';
import type { Connection } from '../db.js';

/** Returns whether a person can sign in: with a valid key, a session, or an account bound at the issuer. */
export async function hasWayIn(db: Connection, { person, at }: { person: string; at: Date }): Promise<boolean> {
  const { rows } = await sql`
    select where exists (select from api_key where person_id = ${person} and revoked_at is null
        and (expires_at is null or expires_at > ${at}))
      or exists (select from session where person_id = ${person} and revoked_at is null)
      or exists (select from person_identity where person_id = ${person})`.execute(db);
  return rows.length > 0;
}
