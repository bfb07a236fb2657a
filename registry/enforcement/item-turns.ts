import { sql } from 'kysely';
import type { Connection, Db } from '../db.js';

const LOCK_SPACE = 4_207_319;

/**
 * Runs `act` while holding an exclusive lock per item across all processes; a second caller for the same item waits.
 * The locks belong to the session, so a crashed process releases them and no transaction stays open.
 */
export function takingTurns<T>(
  db: Db,
  platformIds: readonly string[],
  act: (connection: Connection) => Promise<T>,
): Promise<T> {
  return db.connection().execute(async (connection) => {
    // One order everywhere, so that two callers cannot deadlock.
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

/**
 * Marks operations as about to be sent and returns the keys that were never sent before; for the others the caller must
 * first ask the platform.
 */
export async function noteFirstSent(connection: Connection, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    update operation set sent_at = now() where key = any (${keys}::text[]) and sent_at is null returning key`.execute(
    connection,
  );
  return new Set(rows.map(({ key }) => key));
}
