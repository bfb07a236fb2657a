import { sql } from 'kysely';
import type { Connection } from '../db.js';

const total = sql<number>`count(*)`.as('total');

export async function countPeople(db: Connection): Promise<number> {
  return (await db.selectFrom('person').select(total).executeTakeFirstOrThrow()).total;
}
