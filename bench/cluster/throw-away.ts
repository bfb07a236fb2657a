import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskConfig, inheritedEnv, machineEnv } from '../../config/env.js';
import { readClusterConfig } from '../../desk/cluster/cluster.js';
import { createDesk } from '../../desk/desk.js';
import type { DeskFile } from '../../desk/desk-file.js';
import { openHome } from '../../desk/home.js';
import { holdFreePort } from '../../desk/port.js';
import type { Counts } from '../../desk/process-table.js';
import { createProgress } from '../../desk/progress.js';
import { readOrMakeSecrets } from '../../desk/secrets.js';
import type { DATABASES } from '../../desk/temporal/full-config.js';

/** A whole cluster whose processes are this one's children, to be tried or measured. */
export interface Cluster {
  home: string;
  file: DeskFile;
  /** The processes that run now, by name. */
  pids(): Map<string, number>;
  /** The registry as its server's first user. */
  registry: string;
  /** A database of Temporal's server, as its server's first user. */
  engine(database: (typeof DATABASES)[number]): string;
  stop(): Promise<void>;
  /** Removes the home. Only after the stop. */
  discard(): void;
}

/** A cluster's configuration on a throw-away home: without the demo case, the canary and the limit of requests. */
export function throwAwayConfig(home: string, more: Record<string, string> = {}): DeskConfig {
  const serverPath = machineEnv()['TEMPORAL_SERVER_PATH'];
  return readClusterConfig({
    ...inheritedEnv(),
    ...(serverPath ? { TEMPORAL_SERVER_PATH: serverPath } : {}),
    DESK_HOME: home,
    DESK_PORT: '0',
    DESK_DEMO: 'off',
    DESK_CANARY: 'off',
    DESK_RATE_LIMIT: 'off',
    ...more,
  });
}

/** Starts it on a throw-away home, without the demo case, the canary and the limit of requests. Progress goes to stderr. */
export async function startCluster(counts: Counts): Promise<Cluster> {
  const home = openHome(mkdtempSync(join(tmpdir(), 'desk-cluster-')));
  const config = throwAwayConfig(home);
  const progress = createProgress(process.stderr);
  const desk = createDesk({ desk: config, home, port: await holdFreePort(), progress, counts, engine: 'full' });
  try {
    const file = await desk.start();
    const { databasePassword, temporalDatabasePassword } = readOrMakeSecrets(home);
    return {
      home,
      file,
      pids: desk.pids,
      registry: asFirstUser(file.database, databasePassword),
      engine: (database) => engineUrl({ home, password: temporalDatabasePassword, database }),
      stop: desk.stop,
      discard: () => rmSync(home, { recursive: true, force: true }),
    };
  } catch (error) {
    await desk.stop();
    throw error;
  }
}

/** A database's URL with the login of its server's first user. */
export function asFirstUser(database: string, password: string): string {
  const url = new URL(database);
  url.username = 'desk';
  url.password = password;
  return url.href;
}

/** Its port stands in its pid file's fourth line. */
function engineUrl({ home, password, database }: { home: string; password: string; database: string }): string {
  const port = readFileSync(join(home, 'temporal-postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://desk:${password}@127.0.0.1:${port}/${database}`;
}
