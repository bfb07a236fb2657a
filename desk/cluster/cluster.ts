import { join } from 'node:path';
import { type Env, readDeskConfig } from '../../config/env.js';
import { PLATFORMS } from '../../platforms/registered.js';

/** 10 s more than the embedded desk, because two PostgreSQL servers stop one after the other. */
export const STOP_LIMIT_MS = 24_500;

/** The embedded desk's configuration with a default home of its own; releases run side by side. */
export function readClusterConfig(env: Env) {
  const own = {
    DESK_HOME: env.DESK_HOME || 'data-cluster',
    DESK_WORKER_VERSIONING: env.DESK_WORKER_VERSIONING || 'pinned',
  };
  return readDeskConfig({ ...env, ...own }, PLATFORMS);
}

export function describeProcesses(pids: ReadonlyMap<string, number>, home: string): string[] {
  return [
    '',
    `  ${pids.size} processes; each restarts automatically when it exits. Logs: ${join(home, 'logs')}`,
    ...[...pids].map(([name, pid]) => `    ${name.padEnd(18)} pid ${String(pid).padEnd(8)} ${name}.log`),
  ];
}
