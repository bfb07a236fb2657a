import { sql } from 'kysely';
import { GUARDED_ROLES } from '../../domain/changes/needs-second.js';
import type { Connection } from '../db.js';
import { isPerson } from '../people/people.js';

/**
 * Returns whether two active people have ever held admin or counsel. While the answer is no, it locks `four_eyes` until
 * the transaction ends, so that two people who would each be the second are serialised.
 */
export async function hadFourEyes(trx: Connection): Promise<boolean> {
  const isThere = async () => (await trx.selectFrom('four_eyes').select('since').executeTakeFirst()) !== undefined;
  if (await isThere()) return true;
  await sql`lock table four_eyes in share row exclusive mode`.execute(trx);
  return isThere();
}

/** Returns whether another active person holds a guarded role, that is, one that a single person can never grant. */
export async function hasColleagues(trx: Connection, { caller }: { caller: string }): Promise<boolean> {
  const row = await trx
    .selectFrom('person')
    .select('id')
    .where(isPerson)
    .where('id', '<>', caller)
    .where('active', '=', true)
    .where(sql<boolean>`roles && ${[...GUARDED_ROLES]}::text[]`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
