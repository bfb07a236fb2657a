import { sql } from 'kysely';
import type { Connection } from '../db.js';

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
