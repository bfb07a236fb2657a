import type { RegistryLogin } from '../config/registry-logins.js';

/** The kinds of process of ours that a desk runs, in the order they are told of. */
export const KINDS = ['api', 'worker', 'enforcement', 'rounds', 'mail', 'watchdog'] as const;
export type Kind = (typeof KINDS)[number];

/** How many processes of each kind. Without one for the rounds, the API makes them. */
export type Counts = Readonly<Record<Kind, number>>;

export const EMBEDDED: Counts = { api: 1, worker: 1, enforcement: 1, rounds: 0, mail: 1, watchdog: 1 };
export const CLUSTER: Counts = { api: 2, worker: 2, enforcement: 2, rounds: 2, mail: 1, watchdog: 1 };

/** The login of the registry that each kind signs in with. */
export const LOGIN_OF: Readonly<Record<Kind, RegistryLogin>> = {
  api: 'api',
  worker: 'worker',
  enforcement: 'enforcement',
  rounds: 'api',
  mail: 'mail',
  watchdog: 'watchdog',
};

/** What the processes of a kind are called: the only one `api`, several `api-1`, `api-2`. */
export function namesOf(kind: Kind, counts: Counts): string[] {
  const count = counts[kind];
  if (count === 1) return [kind];
  return Array.from({ length: count }, (_, at) => `${kind}-${at + 1}`);
}

/** The kind of a process, from its name. */
export function kindOf(name: string): string {
  return name.replace(/-\d+$/, '');
}

/** Most connections that a process of each kind opens: 20 for its work and 20 for what it reads for people (registry/db.ts). */
const CONNECTIONS: Counts = { api: 40 + 16, worker: 40, enforcement: 40, rounds: 40, mail: 6, watchdog: 4 };
/** For the doubles, people with a client and the server's own reserve. */
const SPARE = 40;

/** `max_connections` of the registry's server under which no process waits for another's connections; 200 at least. */
export function connectionsFor(counts: Counts): number {
  return Math.max(200, SPARE + KINDS.reduce((sum, kind) => sum + counts[kind] * CONNECTIONS[kind], 0));
}

/** The URL of a process: the server shows its name beside its connections (`pg_stat_activity`). */
export function named(url: string, name: string): string {
  const own = new URL(url);
  if (!own.searchParams.has('application_name')) own.searchParams.set('application_name', `notice-desk-${name}`);
  return own.href;
}
