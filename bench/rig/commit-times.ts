import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchDesk } from './desk.js';
import { until } from './load.js';

/**
 * Turns on PostgreSQL's commit timestamps, which `COMMITTED_MS` reads. The setting needs a restart: the server is
 * killed once, and the desk restarts it.
 */
export async function keepCommitTimes({ home, database, api }: BenchDesk): Promise<void> {
  await ask(database, 'alter system set track_commit_timestamp = on');
  const [pid] = readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  process.kill(Number(pid), 'SIGINT');
  await until('PostgreSQL with commit times', {
    ask: () => ask(database, 'show track_commit_timestamp').catch(() => undefined),
    holds: (setting) => setting === 'on',
    everyMs: 250,
  });
  await until('the desk after that', {
    ask: async () => (await fetch(`${api}/readyz`)).status,
    holds: (status) => status === 200,
    everyMs: 250,
  });
}

/**
 * SQL: when a row was committed, in ms to the microsecond; PostgreSQL takes it just before the commit is flushed to
 * disk.
 */
export const COMMITTED_MS = 'extract(epoch from pg_xact_commit_timestamp(xmin))::float8 * 1000';

async function ask(url: string, text: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(text);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}
