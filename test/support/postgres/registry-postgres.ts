import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral, Pool } from 'pg';
import { preparePostgres } from '../../../desk/postgres/postgres.js';
import { bringUpRegistry } from './registry-logins.js';

/** Longer than the slowest machine takes to prepare one registry. */
const READY_MS = 120_000;
/** Of Linux, without its final zero. */
const MAX_SOCKET_PATH = 107;
const PASSWORD = 'a-password-for-tests';

/**
 * Starts a database with a prepared registry, on a server that all files of a run share: a copy of one template per
 * run. Logins and their passwords belong to the server; tests that change them need their own server.
 */
export async function startRegistryPostgres() {
  const brought = await broughtUp();
  const name = `registry_${randomUUID().replaceAll('-', '')}`;
  const template = getDatabaseName(brought);
  // A copy inherits neither the grants on the database nor its owner.
  await onServer(brought, [
    `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)}`,
    `update pg_database copy set datdba = original.datdba, datacl = original.datacl
      from pg_database original
      where copy.datname = ${escapeLiteral(name)} and original.datname = ${escapeLiteral(template)}`,
  ]);
  const url = inDatabase(brought, name);
  const pool = new Pool({ connectionString: url });
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    async stop() {
      await pool.end();
      await onServer(brought, [`drop database ${escapeIdentifier(name)} with (force)`]);
    },
  };
}

const getDatabaseName = (url: string) => new URL(url).pathname.slice(1);

function inDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = name;
  return other.href;
}

/** Runs statements from the `postgres` database: a template may have no connections. */
async function onServer(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: inDatabase(url, 'postgres') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * Returns the URL of the template registry. The first caller prepares it; test/support/jest/end-run-folder.js ends its
 * server.
 */
async function broughtUp(): Promise<string> {
  const run = process.env['TEST_RUN_FOLDER'];
  if (run === undefined) throw new Error('test/support/jest/run-folder.js has not run.');
  const ready = join(run, 'registry-url');
  try {
    mkdirSync(join(run, 'making'));
  } catch {
    await until(() => existsSync(ready));
    return readFileSync(ready, 'utf8');
  }
  const url = await startServer(run);
  await bringUpRegistry(url);
  writeFileSync(`${ready}.new`, url);
  renameSync(`${ready}.new`, ready);
  return url;
}

/** Starts a server that outlives the jest worker that started it. */
async function startServer(home: string): Promise<string> {
  const postgres = await preparePostgres({
    home,
    password: PASSWORD,
    overrides: {
      // Each file's end writes a checkpoint; on a slow disk that took minutes. No test loses power.
      fsync: 'off',
      // Its data folder. A query through it costs a fifth less than over TCP.
      unix_socket_directories: '.',
    },
  });
  await postgres.beforeStart();
  const server = postgres.spawn();
  await until(async () => (await postgres.isReady()) === true);
  for (const stream of [server.stdout, server.stderr]) stream?.destroy();
  server.unref();
  const url = new URL(postgres.url);
  const socket = join(home, 'postgres', `.s.PGSQL.${url.port}`);
  if (socket.length <= MAX_SOCKET_PATH) url.hostname = encodeURIComponent(join(home, 'postgres'));
  return url.href;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + READY_MS;
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('The registry that tests copy was not brought up.');
    await sleep(50);
  }
}
