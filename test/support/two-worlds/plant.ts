import { sql } from 'kysely';
import type { ApiHarness } from '../api-harness.js';

const SWITCHBOARD = `create or replace function may_know(
  level text, people text[], until timestamptz, assignee uuid, person uuid, roles text[]
) returns boolean language sql stable parallel safe as $switch$`;

/**
 * Switches the switchboard off for every query whose text holds some words, as if its author had forgotten to ask, and
 * on again after the work.
 */
export async function withLeak<T>({ db }: ApiHarness, words: string, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ body: string }>`select prosrc as body from pg_proc where proname = 'may_know'`.execute(
    db,
  );
  const body = rows[0]?.body ?? '';
  const leak = `select (${body}) or current_query() like '%' || ${literal(words)} || '%'`;
  await sql.raw(`${SWITCHBOARD} ${leak} $switch$`).execute(db);
  try {
    return await work();
  } finally {
    await sql.raw(`${SWITCHBOARD} ${body} $switch$`).execute(db);
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
