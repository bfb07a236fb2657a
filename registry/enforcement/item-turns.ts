import { sql } from 'kysely';
import type { Connection, Db } from '../db.js';

/** Keeps these locks apart from the registry's others. */
const LOCK_SPACE = 4_207_319;

/**
 * Does something to items while nobody else does, in any process: of two who ask for the same item the second waits. The
 * locks are the connection's, so that a process that dies has none; no transaction is open meanwhile.
 */
export function takingTurns<T>(
  db: Db,
  platformIds: readonly string[],
  act: (connection: Connection) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    // In one order for all, so that no two wait for each other.
    await sql`
      select pg_advisory_lock(${LOCK_SPACE}, item) from (
        select distinct hashtext(id) as item from unnest(${platformIds}::text[]) as id order by item
      ) items`.execute(connection);
    try {
      return await act(connection);
    } finally {
      await sql`select pg_advisory_unlock_all()`.execute(connection);
    }
  });
}

/** Notes that operations are about to be sent, and answers those that never were: about the others the platform is asked. */
export async function noteFirstSent(connection: Connection, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    update operation set sent_at = now() where key = any (${keys}::text[]) and sent_at is null returning key`.execute(
    connection,
  );
  return new Set(rows.map(({ key }) => key));
}
