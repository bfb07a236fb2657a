import { createHash } from 'node:crypto';
import { getErrorCode, getErrorMessage } from '../domain/error-parts.js';
import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Connection, Db } from './db.js';

const MIGRATION_LOCK = 4_207_311;
/** The baseline of release 0.1.0 and the numbered .sql files that later releases add to it. */
const MIGRATIONS = new URL('./migrations/', import.meta.url);

/**
 * Applies the numbered .sql files not yet applied, each in its own transaction. Refuses files changed after the fact, and a
 * database that was made before the baseline. Files of a later release stay applied: they only add.
 */
export async function migrate(db: Db, folder: URL = MIGRATIONS): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return db.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      const applied = await readApplied(connection);
      await refuseEarlierBuild(connection, { applied, files });
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

/** Checksums of the applied migrations by name. */
async function readApplied(connection: Connection): Promise<Map<string, string>> {
  await sql`create table if not exists migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`.execute(
    connection,
  );
  const { rows } = await sql<{ name: string; sha256: string }>`select name, sha256 from migration`.execute(connection);
  return new Map(rows.map(({ name, sha256 }) => [name, sha256]));
}

/** Throws if a migration is applied that precedes the last one of this release and is not part of it. */
async function refuseEarlierBuild(
  connection: Connection,
  { applied, files }: { applied: ReadonlyMap<string, string>; files: readonly string[] },
): Promise<void> {
  const last = files.at(-1) ?? '';
  if (![...applied.keys()].some((name) => name < last && !files.includes(name))) return;
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(connection);
  throw new Error(
    `The database ${rows[0]?.name} was made by a build from before release 0.1.0, which this release cannot read. Start with an empty DESK_HOME, or with an empty database.`,
  );
}

/** PostgreSQL's own message about a missing extension names files on its server; this error says what to do instead. */
export function nameMissingExtension(error: unknown): never {
  const code = getErrorCode(error);
  const name = /extension "([^"]+)"/.exec(getErrorMessage(error))?.[1];
  if (name === undefined || (code !== '0A000' && code !== '42501' && code !== '58P01')) throw error;
  throw new Error(
    code === '42501'
      ? `The registry's account is not allowed to create the PostgreSQL extension ${name}. Have an administrator run "create extension ${name}" in the desk's database, then start again.`
      : `PostgreSQL has no extension ${name}. Install the contrib modules of its version on the database server (Debian and Ubuntu: part of postgresql-18; Red Hat: postgresql18-contrib), then start again.`,
  );
}
