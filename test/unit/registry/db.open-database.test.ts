import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../../registry/db.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
});
afterAll(() => postgres.stop());

test('a connection that dies between two queries of a transaction fails the next query and not the process', async () => {
  const db = openDatabase({ url: postgres.url });
  const other = openDatabase({ url: postgres.url });
  const died = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(other);
    await sleep(200);
    return sql`select 1`.execute(trx);
  });
  await expect(died).rejects.toThrow();
  await expect(sql`select 1`.execute(db)).resolves.toBeDefined();
  await Promise.all([db.destroy(), other.destroy()]);
});
