import { createHash } from 'node:crypto';
import { codeOf, messageOf } from '../domain/error-parts.js';
import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Db } from './db.js';

/** Any number will do as long as every desk uses the same: two migrations at once wait for each other. */
const MIGRATION_LOCK = 4_207_311;

/** Applies the numbered .sql files not yet applied, each in its own transaction. Refuses files changed after the fact. */
export async function migrate(db: Db): Promise<string[]> {
  const folder = new URL('./migrations/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      await sql`create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`.execute(
        connection,
      );
      const { rows } = await sql<{ name: string; sha256: string }>`select name, sha256 from migration`.execute(
        connection,
      );
      const applied = new Map(rows.map(({ name, sha256 }) => [name, sha256]));
      const fresh: string[] = [];
      for (const name of files) {
        const text = await readFile(new URL(name, folder), 'utf8');
        const sha256 = createHash('sha256').update(text).digest('hex');
        const before = applied.get(name);
        if (before === sha256) continue;
        if (before !== undefined)
          throw new Error(
            `Migration ${name} was changed after it had been applied. Restore the file and put the change into a new one.`,
          );
        await connection.transaction().execute(async (trx) => {
          await sql.raw(text).execute(trx).catch(nameMissingExtension);
          await sql`insert into migration (name, sha256) values (${name}, ${sha256})`.execute(trx);
        });
        fresh.push(name);
      }
      return fresh;
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
    }
  });
}

/** PostgreSQL's own words for an extension that is not there name files of its server; these say what to do. */
export function nameMissingExtension(error: unknown): never {
  const code = codeOf(error);
  const name = /extension "([^"]+)"/.exec(messageOf(error))?.[1];
  if (name === undefined || (code !== '0A000' && code !== '42501' && code !== '58P01')) throw error;
  throw new Error(
    code === '42501'
      ? `The registry's account is not allowed to create the PostgreSQL extension ${name}. Have an administrator run "create extension ${name}" in the desk's database, then start again.`
      : `PostgreSQL has no extension ${name}. Install the contrib modules of its version on the database server (Debian and Ubuntu: part of postgresql-18; Red Hat: postgresql18-contrib), then start again.`,
  );
}
