import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { listenOnLoopback } from '../../support/simulators/listen.js';
import { openDatabase } from '../../../registry/db.js';
import { RegistryAway } from '../../../registry/outage.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
});
afterAll(() => postgres.stop());

test('fails the next query, not the process, if a connection dies within a transaction', async () => {
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

test('prepares a statement once, with or without parameters, and still takes several in one text', async () => {
  const db = openDatabase({ url: postgres.url, maxConnections: 1 });
  for (let time = 0; time < 3; time += 1) {
    await sql`select count(*) from pg_class`.execute(db);
    await sql`select count(*) from pg_class where relname = ${'pg_class'}`.execute(db);
  }
  await sql`select count(*) from pg_class; select 2`.execute(db);
  const { rows } = await sql`
    select generic_plans + custom_plans as uses from pg_prepared_statements where statement like 'select count%'`.execute(
    db,
  );
  expect(rows).toEqual([{ uses: 3 }, { uses: 3 }]);
  await db.destroy();
});

/** Forwards bytes until switched to silent, like a network whose other end vanished without a word. */
async function openTunnel(to: string) {
  let isSilent = false;
  const server = createServer((near) => {
    const { hostname, port } = new URL(to);
    const far = connect(Number(port), hostname);
    const pass = (from: Socket, into: Socket) => {
      from.on('data', (bytes) => (isSilent ? undefined : into.write(bytes)));
      from.on('error', () => undefined);
      from.on('close', () => into.destroy());
    };
    pass(near, far);
    pass(far, near);
  });
  const port = await listenOnLoopback(server);
  const url = new URL(to);
  url.port = String(port);
  return {
    url: url.href,
    setSilent: (silent: boolean) => {
      isSilent = silent;
    },
    close: () => server.close(),
  };
}

test('abandons a connection whose peer has vanished, with its query, and answers on the next one', async () => {
  const tunnel = await openTunnel(postgres.url);
  const db = openDatabase({ url: tunnel.url, maxConnections: 1, silentMs: 300 });
  await sql`select 1`.execute(db);
  tunnel.setSilent(true);
  const transaction = db.transaction().execute((trx) => sql`select 1`.execute(trx));
  await expect(transaction).rejects.toThrow(RegistryAway);
  // Opening a connection does not wait forever either.
  await expect(sql`select 1`.execute(db)).rejects.toThrow(RegistryAway);
  tunnel.setSilent(false);
  await expect(sql`select 1`.execute(db)).resolves.toBeDefined();
  await db.destroy();
  tunnel.close();
}, 20_000);
