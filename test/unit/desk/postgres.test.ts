import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { preparePostgres } from '../../../desk/postgres/postgres.js';
import { findProcess, isSameProcess } from '../../../desk/children/process-identity.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
});
afterAll(() => postgres?.stop());

const setting = async (name: string) =>
  (await postgres.pool.query(`select current_setting($1) as value`, [name])).rows[0].value;

describe('embedded PostgreSQL', () => {
  test('syncs each commit to disk and listens on loopback only', async () => {
    expect(await setting('synchronous_commit')).toBe('on');
    expect(await setting('fsync')).toBe('on');
    expect(await setting('listen_addresses')).toBe('127.0.0.1');
    expect(await setting('max_connections')).toBe('200');
  });

  test('requires the password', async () => {
    const wrong = new Client({ connectionString: postgres.url.replace(postgres.password, 'guess') });
    await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' });
  });

  test('keeps its folder closed to others', () => {
    expect(statSync(join(postgres.home, 'postgres')).mode & 0o077).toBe(0);
  });

  test('stops a server that outlived its desk, without losing committed data', async () => {
    await postgres.pool.query('create table kept (n integer); insert into kept values (1)');
    const pid = Number(readFileSync(join(postgres.home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const server = findProcess(pid);
    await preparePostgres({ home: postgres.home, password: postgres.password });
    // This process reaps it, as its parent, possibly a moment later.
    expect(server !== undefined && isSameProcess(server)).toBe(false);
    expect(server).toBeDefined();
    // The test's supervisor restarts it, like any child that died.
    const deadline = Date.now() + 20_000;
    let rows: unknown[] = [];
    while (rows.length === 0 && Date.now() < deadline) {
      rows = await postgres.pool.query('select n from kept').then(
        (result) => result.rows,
        () => [],
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(rows).toEqual([{ n: 1 }]);
  });
});

test('PostgreSQL refuses a cluster of another major version, with the cure', async () => {
  const home = mkdtempSync(join(tmpdir(), 'desk-old-'));
  mkdirSync(join(home, 'postgres'));
  writeFileSync(join(home, 'postgres', 'PG_VERSION'), '15\n');
  await expect(preparePostgres({ home, password: 'x' })).rejects.toThrow(
    /was created by PostgreSQL 15.*pg_dump.*pg_restore/s,
  );
  rmSync(home, { recursive: true });
});
