import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { inheritedEnv } from '../../config/env.js';
import { SEARCH_ATTRIBUTES } from '../../domain/search-attributes.js';
import { writePrivateFile } from '../atomic-file.js';
import { endProcess, findCommand, findProcess, isSameProcess, readIdentity } from '../children/process-identity.js';
import { stillRuns } from '../start-error.js';
import { DYNAMIC_CONFIG } from './dynamic-config.js';
import { inOwnNetwork } from './own-network.js';
import { type ClientTls, toConnectionTls } from './server-tls.js';

export interface TemporalServer {
  binary: string;
  home: string;
  port: number;
  uiPort: number;
  namespace: string;
  codecUrl: string;
  /** Whether the server runs in a network namespace of its own, reachable only through the gate. */
  apart?: boolean;
}

export function spawnTemporal(server: TemporalServer): ChildProcess {
  const { binary, home, port, uiPort, namespace, codecUrl, apart = false } = server;
  const args = [
    'server',
    'start-dev',
    '--ip=127.0.0.1',
    `--port=${port}`,
    `--ui-port=${uiPort}`,
    `--ui-codec-endpoint=${codecUrl}`,
    `--db-filename=${databaseFile(home)}`,
    // Loses nothing acknowledged after kill -9; after a power failure the last moments may be missing.
    '--sqlite-pragma=journal_mode=WAL',
    '--sqlite-pragma=synchronous=NORMAL',
    '--log-format=json',
    '--log-level=warn',
    ...(namespace === 'default' ? [] : [`--namespace=${namespace}`]),
    ...Object.entries(DYNAMIC_CONFIG).map(([name, value]) => `--dynamic-config-value=${name}=${JSON.stringify(value)}`),
  ];
  const [program, ...given] = apart ? inOwnNetwork([binary, ...args]) : [binary, ...args];
  return spawnServer({ binary: program, home, args: given });
}

/**
 * Starts a server that the pid file and the home in its arguments identify later. Detached like PostgreSQL, so that
 * Ctrl-C does not reach it.
 */
export function spawnServer({ binary, home, args }: { binary: string; home: string; args: string[] }): ChildProcess {
  const child = spawn(binary, args, {
    cwd: home,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inheritedEnv(), TZ: 'UTC' },
  });
  const identity = child.pid === undefined ? undefined : findProcess(child.pid);
  try {
    if (identity) writePrivateFile(pidFile(home), JSON.stringify(identity));
  } catch (error) {
    child.kill('SIGKILL'); // A server that could not be found again must not survive.
    throw error;
  }
  return child;
}

/** Ends a server that survived a killed desk: two servers on one database file would corrupt each other's state. */
export async function stopTemporalSurvivor(home: string): Promise<void> {
  const path = pidFile(home);
  if (!existsSync(path)) return;
  const identity = readIdentity(path);
  if (identity && isSameProcess(identity) && findCommand(identity.pid)?.includes(home)) {
    const gone = await endProcess(identity, [
      { signal: 'SIGTERM', waitMs: 5000 },
      { signal: 'SIGKILL', waitMs: 2000 },
    ]);
    if (!gone) throw stillRuns('A Temporal server', identity.pid);
  }
  rmSync(path, { force: true });
}

export interface RequestedServer {
  address: string;
  namespace: string;
  tls?: ClientTls;
}

/**
 * Returns true once the server answers a gRPC call about the namespace, which it creates shortly after it starts to
 * listen.
 */
export async function isTemporalReady({ address, namespace, tls }: RequestedServer): Promise<boolean> {
  let connection: Connection | undefined;
  try {
    connection = await Connection.connect({ address, connectTimeout: 2000, ...toConnectionTls(tls) });
    const open = connection;
    await open.withDeadline(Date.now() + 2000, () => open.workflowService.describeNamespace({ namespace }));
    await addSearchAttributes(open, namespace).catch(() => undefined); // Notices are started without them then.
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

/** Numbers of Temporal's protocol. */
const INDEXED = { Keyword: 2, Datetime: 6 } as const;

/** Idempotent. Also for a database of an earlier release: `start-dev --search-attribute` only registers in a new one. */
async function addSearchAttributes(connection: Connection, namespace: string): Promise<void> {
  const types = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => [name, INDEXED[type]] as const);
  const searchAttributes = Object.fromEntries(types);
  await connection.withDeadline(Date.now() + 5000, () =>
    connection.operatorService.addSearchAttributes({ namespace, searchAttributes }),
  );
}

const databaseFile = (home: string): string => join(home, 'temporal.db');
const pidFile = (home: string): string => join(home, 'temporal.pid');
