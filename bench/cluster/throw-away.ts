import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DeskConfig, inheritedEnv } from '../../config/env.js';
import { readClusterConfig } from '../../desk/cluster/cluster.js';
import { createDesk } from '../../desk/desk.js';
import type { DeskFile } from '../../desk/desk-file.js';
import { openHome } from '../../desk/home.js';
import { holdFreePort } from '../../desk/port.js';
import type { ProcessCounts } from '../../desk/process-table.js';
import { createProgress } from '../../desk/progress.js';
import { readOrMakeSecrets } from '../../desk/secrets.js';
import type { DATABASES } from '../../desk/temporal/full-config.js';

/** A whole cluster run as child processes of this one, to be tried or measured. */
export interface Cluster {
  home: string;
  file: DeskFile;
  pids(): Map<string, number>;
  registry: string;
  engine(database: (typeof DATABASES)[number]): string;
  stop(): Promise<void>;
  discard(): void;
}

/** Returns a cluster's configuration for a throw-away home: without demo case, canary and request limit. */
export function throwAwayConfig(home: string, more: Record<string, string> = {}): DeskConfig {
  return readClusterConfig({
    ...inheritedEnv(),
    DESK_HOME: home,
    DESK_PORT: '0',
    DESK_DEMO: 'off',
    DESK_CANARY: 'off',
    DESK_RATE_LIMIT: 'off',
    ...more,
  });
}

export async function startCluster(counts: ProcessCounts): Promise<Cluster> {
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

export function asFirstUser(database: string, password: string): string {
  const url = new URL(database);
  url.username = 'desk';
  url.password = password;
  return url.href;
}

/** PostgreSQL writes its port into the fourth line of its pid file. */
function engineUrl({ home, password, database }: { home: string; password: string; database: string }): string {
  const port = readFileSync(join(home, 'temporal-postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://desk:${password}@127.0.0.1:${port}/${database}`;
}
