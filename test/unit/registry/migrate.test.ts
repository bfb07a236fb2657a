import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { openDatabase, type Db } from '../../../registry/db.js';
import { migrate, nameMissingExtension } from '../../../registry/migrate.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

describe('migrate', () => {
  let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
  let db: Db;
  let folder: string;
  beforeAll(async () => {
    postgres = await startThrowAwayPostgres();
    db = openDatabase({ url: postgres.url });
  });
  afterAll(async () => {
    await db.destroy();
    await postgres.stop();
  });
  beforeEach(async () => {
    await sql`drop schema public cascade; create schema public`.execute(db);
    folder = mkdtempSync(join(tmpdir(), 'desk-migrations-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const run = () => migrate(db, pathToFileURL(`${folder}/`));
  const tables = async () => {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`.execute(
      db,
    );
    return rows.map(({ name }) => name);
  };

  test('applies the files in the order of their numbers, each once', async () => {
    write('0002-letters.sql', 'create table letter (notice_id integer references notice);');
    write('0001-notices.sql', 'create table notice (id integer primary key);');
    expect(await run()).toEqual(['0001-notices.sql', '0002-letters.sql']);
    expect(await run()).toEqual([]);
    write('0003-clocks.sql', 'create table clock (id integer primary key);');
    expect(await run()).toEqual(['0003-clocks.sql']);
    expect(await tables()).toEqual(['clock', 'letter', 'migration', 'notice']);
  });

  test('applies two runs at the same time one after the other', async () => {
    write('0001-notices.sql', 'create table notice (id integer primary key);');
    const applied = await Promise.all([run(), run()]);
    expect(applied.flat()).toEqual(['0001-notices.sql']);
  });

  test('undoes a file that fails as a whole and keeps those before it', async () => {
    write('0001-notices.sql', 'create table notice (id integer primary key);');
    write('0002-letters.sql', 'create table letter (id integer); create table notice (id integer);');
    await expect(run()).rejects.toThrow(/relation "notice" already exists/);
    expect(await tables()).toEqual(['migration', 'notice']);
    write('0002-letters.sql', 'create table letter (id integer);');
    expect(await run()).toEqual(['0002-letters.sql']);
  });

  test('refuses a file that was changed after it was applied', async () => {
    write('0001-notices.sql', 'create table notice (id integer primary key);');
    await run();
    write('0001-notices.sql', 'create table notice (id bigint primary key);');
    await expect(run()).rejects.toThrow('Migration 0001-notices.sql was changed after it had been applied.');
  });

  test('accepts a database to which a later release has added', async () => {
    write('0001-notices.sql', 'create table notice (id integer primary key);');
    write('0002-letters.sql', 'create table letter (id integer);');
    await run();
    rmSync(join(folder, '0002-letters.sql'));
    expect(await run()).toEqual([]);
  });

  test('refuses a database of an earlier build in one sentence and changes nothing in it', async () => {
    write('0001-create-registry.sql', 'create table registry (id integer);');
    await run();
    rmSync(join(folder, '0001-create-registry.sql'));
    write('0001-notices.sql', 'create table notice (id integer primary key);');
    await expect(run()).rejects.toThrow(
      /^The database notice_desk was made by a build from before release 0\.1\.0, which this release cannot read\. Start with an empty DESK_HOME, or with an empty database\.$/,
    );
    expect(await tables()).toEqual(['migration', 'registry']);
  });

  test('refuses a database of an earlier build when it has more files than this one', async () => {
    await sql`create table migration (name text primary key, sha256 text not null, applied_at timestamptz not null default now())`.execute(
      db,
    );
    await sql`insert into migration (name, sha256) values ('0001-create-registry.sql', ''), ('0113-accepted-commands-stay.sql', '')`.execute(
      db,
    );
    await expect(migrate(db)).rejects.toThrow(/from before release 0\.1\.0/);
    expect(await tables()).toEqual(['migration']);
  });
});

test('names the packages to install if an extension is not installed', () => {
  const error = refused('0A000', 'extension "pg_trgm" is not available');
  expect(() => nameMissingExtension(error)).toThrow(/no extension pg_trgm\. Install the contrib modules/);
});

test('names the command to run if the account may not create an extension', () => {
  const error = refused('42501', 'permission denied to create extension "pg_trgm"');
  expect(() => nameMissingExtension(error)).toThrow(/"create extension pg_trgm" in the desk's database/);
});

test('passes on any other migration error unchanged', () => {
  const error = refused('42601', 'syntax error at or near "extension"');
  expect(() => nameMissingExtension(error)).toThrow(error);
});

function refused(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
