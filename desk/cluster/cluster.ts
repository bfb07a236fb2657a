import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Env, readDeskConfig } from '../../config/env.js';
import { StartError } from '../start-error.js';

/** Ten seconds more than the embedded desk: there are two PostgreSQL servers to end, one after the other. */
export const STOP_LIMIT_MS = 24_500;

/** The embedded desk's configuration, on a home of its own unless one is named. */
export function readClusterConfig(env: Env) {
  return readDeskConfig({ ...env, DESK_HOME: env.DESK_HOME || 'data-cluster' });
}

/** A home has one engine for life: what the registry knows of open notices, the other engine does not. */
export function refuseDevHome(home: string): void {
  if (!existsSync(join(home, 'temporal.db'))) return;
  throw new StartError(
    `${home} belongs to an embedded desk (npm start): its open notices live in another Temporal server. Name another DESK_HOME.`,
  );
}

/** The processes that run, one line each, with their logs. */
export function tellProcesses(pids: ReadonlyMap<string, number>, home: string): string[] {
  return [
    '',
    `  ${pids.size} processes; each is started again by itself when it ends. Logs: ${join(home, 'logs')}`,
    ...[...pids].map(([name, pid]) => `    ${name.padEnd(18)} pid ${String(pid).padEnd(8)} ${name}.log`),
  ];
}
