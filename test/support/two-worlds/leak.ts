import { sql } from 'kysely';
import type { ApiHarness } from '../api-harness.js';

/**
 * Makes the secrecy function return true for every query whose text contains some words, as if that query skipped the
 * check; restores it afterwards.
 */
export async function withLeak<T>({ db }: ApiHarness, words: string, work: () => Promise<T>): Promise<T> {
  const { made, body } = await findSwitchboard(db);
  const leak = ` select (${body}) or current_query() like '%' || ${literal(words)} || '%'`;
  await sql.raw(made.replace(body, () => leak)).execute(db);
  try {
    return await work();
  } finally {
    await sql.raw(made).execute(db);
  }
}

async function findSwitchboard(db: ApiHarness['db']): Promise<{ made: string; body: string }> {
  const { rows } = await sql<{ made: string; body: string }>`
    select pg_get_functiondef(oid) as made, prosrc as body from pg_proc where proname = 'may_know'`.execute(db);
  if (rows[0] === undefined) throw new Error('there is no switchboard');
  return rows[0];
}

/**
 * Makes every query skip the secrecy check during the work. Row security still uses the original function; with
 * `security` off, nothing is checked.
 */
export async function withoutSwitchboard<T>(
  { db }: ApiHarness,
  { security }: { security: boolean },
  work: () => Promise<T>,
): Promise<T> {
  const { made, body } = await findSwitchboard(db);
  await sql.raw(made.replace('may_know', 'may_know_as_it_was')).execute(db);
  const undo = await movePolicies(db, security ? 'may_know_as_it_was' : 'may_know');
  await sql.raw(made.replace(body, () => ' select true')).execute(db);
  try {
    return await work();
  } finally {
    await sql.raw(made).execute(db);
    await undo();
    await sql.raw('drop function may_know_as_it_was').execute(db);
  }
}

/** Points the row security policies at another function; returns how to undo it. */
async function movePolicies(db: ApiHarness['db'], requested: string): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: string; on: string; qual: string }>`
    select polname as name, polrelid::regclass::text as on, pg_get_expr(polqual, polrelid) as qual from pg_policy
    where pg_get_expr(polqual, polrelid) like '%may_know(%'`.execute(db);
  const move = async (to: string) => {
    for (const { name, on, qual } of rows)
      await sql.raw(`alter policy "${name}" on ${on} using (${qual.replaceAll('may_know(', `${to}(`)})`).execute(db);
  };
  await move(requested);
  return () => move('may_know');
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;
