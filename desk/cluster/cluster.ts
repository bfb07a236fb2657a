import { join } from 'node:path';
import { type Env, readDeskConfig } from '../../config/env.js';

/** Ten seconds more than the embedded desk: there are two PostgreSQL servers to end, one after the other. */
export const STOP_LIMIT_MS = 24_500;

/** The embedded desk's configuration, on a home of its own unless one is named; releases run side by side. */
export function readClusterConfig(env: Env) {
  return readDeskConfig({
    ...env,
    DESK_HOME: env.DESK_HOME || 'data-cluster',
    DESK_WORKER_VERSIONING: env.DESK_WORKER_VERSIONING || 'pinned',
  });
}

/** The processes that run, one line each, with their logs. */
export function tellProcesses(pids: ReadonlyMap<string, number>, home: string): string[] {
  return [
    '',
    `  ${pids.size} processes; each restarts automatically when it exits. Logs: ${join(home, 'logs')}`,
    ...[...pids].map(([name, pid]) => `    ${name.padEnd(18)} pid ${String(pid).padEnd(8)} ${name}.log`),
  ];
}
