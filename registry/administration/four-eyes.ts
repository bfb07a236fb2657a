import { sql } from 'kysely';
import { GUARDED_ROLES } from '../../domain/administration/needs-second.js';
import type { Connection } from '../db.js';
import { isPerson } from '../people/people.js';

/**
 * Whether there have ever been two active people who are admin or counsel. While the answer is no, nobody else asks until
 * this transaction ends: of two who would be the second, one waits and hears of the other.
 */
export async function hadFourEyes(trx: Connection): Promise<boolean> {
  const isThere = async () => (await trx.selectFrom('four_eyes').select('since').executeTakeFirst()) !== undefined;
  if (await isThere()) return true;
  await sql`lock table four_eyes in share row exclusive mode`.execute(trx);
  return isThere();
}

/** Whether another active person holds a role that one person never gives alone. */
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
