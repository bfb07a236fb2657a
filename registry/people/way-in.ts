import { sql } from 'kysely';
import type { Connection } from '../db.js';

/** Whether a person can get in: by a key that stands, by a session, or by an account at the issuer that is theirs. */
export async function hasWayIn(db: Connection, { person, at }: { person: string; at: Date }): Promise<boolean> {
  const { rows } = await sql`
    select where exists (select from api_key where person_id = ${person} and revoked_at is null
        and (expires_at is null or expires_at > ${at}))
      or exists (select from session where person_id = ${person} and revoked_at is null)
      or exists (select from person_identity where person_id = ${person})`.execute(db);
  return rows.length > 0;
}
