import { spawn, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { inheritedEnv } from '../../config/env.js';
import { getErrorCode } from '../../domain/error-parts.js';
import { openSharedFolder } from '../cache-folder.js';
import { holdFreePort } from '../port.js';
import { askPostgres, COMING } from './answers.js';
import { type Account, preparePostgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { endProcess, findCommand, findProcess } from '../children/process-identity.js';
import { StartError, stillRuns } from '../start-error.js';

const USER = 'desk';
const DATABASE = 'notice_desk';

export interface EmbeddedPostgres {
  url: string;
  /** Ends a server that survived a killed desk and releases the port. Call before each `spawn`. */
  beforeStart: () => Promise<void>;
  spawn: () => ChildProcess;
  isReady: () => Promise<boolean | 'coming'>;
  /** Whether the server answers a short query within 20 s, even with an error. */
  answers: () => Promise<boolean>;
}

/** Three checks in a row longer than this cannot be explained by load alone. */
const TIMEOUT_MS = 20_000;

export interface PreparePostgres {
  home: string;
  password: string;
  folder?: string;
  databases?: readonly [string, ...string[]];
  maxConnections?: number;
  /** Replace settings of the server. */
  overrides?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** Creates the cluster at the first call (about a second), in the home's `postgres` unless `folder` is given. */
export async function preparePostgres(options: PreparePostgres): Promise<EmbeddedPostgres> {
  const { home, password, signal, overrides = {} } = options;
  const { folder = 'postgres', databases = [DATABASE], maxConnections = 200 } = options;
  const found = preparePostgresBinaries();
  const cluster = join(home, folder);
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  // By inode instead of path: a surviving server is still recognised after its folder was moved.
  const { dev, ino } = statSync(cluster);
  const mark = `notice_desk_${dev}_${ino}`;
  const stopSurvivor = () => stopRunning({ cluster, mark });
  await stopSurvivor();
  const binaries = { ...found, account: found.account && findOwner(cluster, found.account) };
  if (existsSync(join(cluster, 'PG_VERSION'))) refuseOtherMajor(cluster, binaries.major);
  else await initialise({ cluster, home, password, signal, binaries });
  const port = await holdFreePort();
  const url = `postgres://${USER}:${password}@127.0.0.1:${port.number}/${databases[0]}`;
  return {
    url,
    beforeStart: async () => {
      await stopSurvivor();
      await port.release();
    },
    spawn: () =>
      runIn(cluster, binaries, [
        binaries.postgres,
        '-D',
        seenFrom(cluster, binaries),
        ...toArguments({ ...settings({ port: port.number, mark, maxConnections }), ...overrides }),
      ]),
    isReady: () => ensureDatabases({ password, port: port.number, cluster, databases }),
    answers: async () => (await askPostgres(url, TIMEOUT_MS)) !== 'silent',
  };
}

function settings({ port, mark, maxConnections }: { port: number; mark: string; maxConnections: number }) {
  return {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: maxConnections,
    shared_buffers: '256MB',
    // A notice is acknowledged only after its commit is on disk.
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The package does not include LLVM.
    jit: 'off',
    // Only a mark: shows in the process list which server this is.
    cluster_name: mark,
  };
}

const toArguments = (values: Record<string, string | number>): string[] =>
  Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

/**
 * Another account may be unable to reach the cluster's path (a home below /root, a 0700 temporary folder), and opening
 * those folders to every user is not acceptable. A process started in the folder before it changes account still
 * reaches it as its working directory, hence /proc/self/cwd.
 */
function seenFrom(cluster: string, { account }: PostgresBinaries): string {
  return account ? '/proc/self/cwd' : cluster;
}

/**
 * Detached, in its own session: Ctrl-C (SIGINT to the whole group) would otherwise reach PostgreSQL as a fast shutdown
 * while the API still writes. The price is that it survives kill -9 of the group; see `beforeStart`.
 */
function runIn(cluster: string, { account }: PostgresBinaries, [program = '', ...args]: string[]): ChildProcess {
  const { PATH = '/usr/bin:/bin' } = inheritedEnv();
  return spawn(program, args, {
    cwd: cluster,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A clean environment: the caller's PGPORT, PGDATA and so on are not meant for this server.
    env: { PATH, LC_ALL: 'C', TZ: 'UTC' },
    ...account,
  });
}

interface Initialise {
  cluster: string;
  home: string;
  password: string;
  signal: AbortSignal | undefined;
  binaries: PostgresBinaries;
}

async function initialise({ cluster, home, password, signal, binaries }: Initialise): Promise<void> {
  if (binaries.account) giveTo(cluster, binaries.account);
  // initdb was interrupted: without PG_VERSION the folder holds no data, and initdb needs it empty.
  for (const entry of readdirSync(cluster)) rmSync(join(cluster, entry), { recursive: true });
  const folder = binaries.account ? openSharedFolder() : home;
  const passwordFile = join(folder, `.initdb-${process.pid}-${Date.now()}`);
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
  if (binaries.account) chownSync(passwordFile, binaries.account.uid, binaries.account.gid);
  try {
    await runInitdb({ cluster, binaries, passwordFile, signal });
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

interface RunInitdb extends Pick<Initialise, 'cluster' | 'binaries' | 'signal'> {
  passwordFile: string;
}

async function runInitdb({ cluster, binaries, passwordFile, signal }: RunInitdb): Promise<void> {
  const child = runIn(cluster, binaries, [
    binaries.initdb,
    `--pgdata=${seenFrom(cluster, binaries)}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--encoding=UTF8',
    '--no-instructions',
  ]);
  const end = () => child.kill();
  signal?.addEventListener('abort', end, { once: true });
  let output = '';
  child.stdout?.on('data', (chunk) => (output += chunk));
  child.stderr?.on('data', (chunk) => (output += chunk));
  const code = await new Promise<string | number | null>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  signal?.removeEventListener('abort', end);
  if (code !== 0) {
    throw new StartError(
      `PostgreSQL could not create its folder ${cluster} (${code}). Its output:\n${output.trim().split('\n').slice(-5).join('\n')}`,
    );
  }
}

function findOwner(cluster: string, otherwise: Account): Account {
  const made = statSync(join(cluster, 'PG_VERSION'), { throwIfNoEntry: false });
  return made && made.uid !== 0 ? { uid: made.uid, gid: made.gid } : otherwise;
}

function giveTo(cluster: string, { uid, gid }: { uid: number; gid: number }): void {
  chmodSync(cluster, 0o700);
  chownSync(cluster, uid, gid);
}

function refuseOtherMajor(cluster: string, major: number): void {
  const found = Number.parseInt(readFileSync(join(cluster, 'PG_VERSION'), 'utf8'), 10);
  if (found === major) return;
  throw new StartError(
    `${cluster} was created by PostgreSQL ${found}, but this desk ships ${major}. With the programs of PostgreSQL ${found} running ` +
      `on that folder, run \`pg_dump -Fc ${DATABASE} > desk.dump\`, move the folder away, start the desk once, stop its other ` +
      `work and run \`pg_restore --clean --no-owner -d "$(node -p '${ADMIN_URL}')" desk.dump\`, then restart it.`,
  );
}

const ADMIN_URL =
  'const u = new URL(require("./data/desk.json").database); u.username = "desk"; ' +
  'u.password = require("./data/secrets.json").databasePassword; u.href';

async function stopRunning({ cluster, mark }: { cluster: string; mark: string }): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  if (!existsSync(path)) return;
  const pid = Number.parseInt(readFileSync(path, 'utf8'), 10);
  const identity = findProcess(pid);
  if (identity && findCommand(pid)?.includes(mark)) {
    const gone = await endProcess(identity, [
      { signal: 'SIGINT', waitMs: 10_000 },
      { signal: 'SIGQUIT', waitMs: 5000 },
      { signal: 'SIGKILL', waitMs: 2000 },
    ]);
    if (!gone) throw stillRuns('A PostgreSQL', pid);
    return;
  }
  // The process is gone or its pid belongs to an unrelated process, which PostgreSQL would take for a running server.
  rmSync(path, { force: true });
}

const HOPELESS = new Set(['28P01', '28000']);

interface EnsureDatabases extends Pick<PreparePostgres, 'password'> {
  port: number;
  cluster: string;
  databases: readonly string[];
}

async function ensureDatabases({ password, port, cluster, databases }: EnsureDatabases): Promise<boolean | 'coming'> {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: USER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: TIMEOUT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ datname: string }>('select datname from pg_database');
    const missing = databases.filter((name) => !rows.some(({ datname }) => datname === name));
    for (const name of missing) await client.query(`create database ${name}`);
    return true;
  } catch (error) {
    const code = getErrorCode(error) ?? '';
    if (code === COMING) return 'coming';
    if (!HOPELESS.has(code)) return false;
    throw new StartError(
      `The password in secrets.json does not match the database in ${cluster}. Restore the secrets.json that belongs to it.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
