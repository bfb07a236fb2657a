import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { parseSpeaksFor } from './people.js';

export async function listKeys(db: Connection, { afterId, limit }: { afterId: string | null; limit: number }) {
  let query = db
    .selectFrom('api_key')
    .innerJoin('person', 'person.id', 'api_key.person_id')
    .select([
      'api_key.id',
      'api_key.person_id',
      'person.name as person_name',
      'api_key.name',
      'api_key.roles',
      'api_key.expires_at',
      'api_key.created_at',
      'api_key.revoked_at',
      'api_key.speaks_for',
      'api_key.last_used_at',
    ]);
  if (afterId !== null) query = query.where('api_key.id', '>', afterId);
  const rows = await query.orderBy('api_key.id').limit(limit).execute();
  return rows.map((row) => ({ ...row, speaks_for: parseSpeaksFor(row.speaks_for) }));
}

export async function countKeys(db: Connection): Promise<number> {
  return (await db.selectFrom('api_key').select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow()).total;
}

/** Revokes a key, keeping the time of an earlier revocation; undefined if the key does not exist. */
export async function revokeKey(
  trx: Connection,
  { id, at }: { id: string; at: Date },
): Promise<{ person_id: string; name: string; revoked_at: Date | null } | undefined> {
  return trx
    .updateTable('api_key')
    .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${at})` })
    .where('id', '=', id)
    .returning(['person_id', 'name', 'revoked_at'])
    .executeTakeFirst();
}

export async function revokePersonKeys(
  trx: Connection,
  { person, at }: { person: string; at: Date },
): Promise<{ id: string; name: string }[]> {
  return trx
    .updateTable('api_key')
    .set({ revoked_at: at })
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .returning(['id', 'name'])
    .execute();
}

export async function hasBoundKey(trx: Connection, person: string): Promise<boolean> {
  const row = await trx
    .selectFrom('api_key')
    .select('id')
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .where(sql<boolean>`speaks_for <> '{}'`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
