import type { RegistryLogin } from '../config/registry-logins.js';

export const PROCESS_KINDS = ['api', 'worker', 'enforcement', 'jobs', 'mail', 'watchdog'] as const;
export type Kind = (typeof PROCESS_KINDS)[number];

/** Number of processes of each kind. Without a `jobs` process, the API runs the background jobs. */
export type ProcessCounts = Readonly<Record<Kind, number>>;

export const EMBEDDED: ProcessCounts = { api: 1, worker: 1, enforcement: 1, jobs: 0, mail: 1, watchdog: 1 };
export const CLUSTER: ProcessCounts = { api: 2, worker: 2, enforcement: 2, jobs: 2, mail: 1, watchdog: 1 };

export const LOGIN_OF: Readonly<Record<Kind, RegistryLogin>> = {
  api: 'api',
  worker: 'worker',
  enforcement: 'enforcement',
  jobs: 'api',
  mail: 'mail',
  watchdog: 'watchdog',
};

export function listProcessNames(kind: Kind, counts: ProcessCounts): string[] {
  const count = counts[kind];
  if (count === 1) return [kind];
  return Array.from({ length: count }, (_, at) => `${kind}-${at + 1}`);
}

export function getProcessKind(name: string): string {
  return name.replace(/-\d+$/, '');
}

/**
 * Max connections per process of each kind: 20 for its own work and 20 for reads on behalf of people (registry/db.ts);
 * the API has 16 more for idempotency keys (api/main.ts).
 */
const CONNECTIONS: ProcessCounts = { api: 40 + 16, worker: 40, enforcement: 40, jobs: 40, mail: 6, watchdog: 4 };
const SPARE = 40;

/** `max_connections` with which no process waits for another's connections; at least 200. */
export function connectionsFor(counts: ProcessCounts): number {
  return Math.max(200, SPARE + PROCESS_KINDS.reduce((sum, kind) => sum + counts[kind] * CONNECTIONS[kind], 0));
}

/** Adds the process name to the URL, so that `pg_stat_activity` shows it for each connection. */
export function named(url: string, name: string): string {
  const own = new URL(url);
  if (!own.searchParams.has('application_name')) own.searchParams.set('application_name', `notice-desk-${name}`);
  return own.href;
}
