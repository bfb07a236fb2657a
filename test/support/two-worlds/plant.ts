import { sql } from 'kysely';
import type { ApiHarness } from '../api-harness.js';

/**
 * Switches the switchboard off for every query whose text holds some words, as if its author had forgotten to ask, and
 * on again after the work.
 */
export async function withLeak<T>({ db }: ApiHarness, words: string, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ made: string; body: string }>`
    select pg_get_functiondef(oid) as made, prosrc as body from pg_proc where proname = 'may_know'`.execute(db);
  const [switchboard] = rows;
  if (switchboard === undefined) throw new Error('there is no switchboard');
  const { made, body } = switchboard;
  const leak = ` select (${body}) or current_query() like '%' || ${literal(words)} || '%'`;
  await sql.raw(made.replace(body, () => leak)).execute(db);
  try {
    return await work();
  } finally {
    await sql.raw(made).execute(db);
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
