import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { BenchDesk } from './desk.js';

export type Statements = Record<string, number>;

/** The server writes its log after it answers, and the supervisor copies it. */
const WRITTEN_MS = 1_000;
/** The login, then the server's name for a statement; its further lines begin with a tab. */
const STATEMENT = /^desk-bench (\S+) LOG: {2}(?:execute|statement)/;

/**
 * Counts the statements of an embedded desk's PostgreSQL while `work` runs. The bundled server has no
 * pg_stat_statements.
 */
export async function countStatements({ home, database }: BenchDesk, work: () => Promise<void>): Promise<Statements> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  try {
    const path = join(home, 'logs', 'postgres.log');
    await client.query(`alter system set log_line_prefix = 'desk-bench %u '`);
    await client.query(`alter system set log_statement = 'all'`);
    await reload(client);
    const from = statSync(path).size;
    await work();
    await client.query('alter system reset all');
    await reload(client);
    return count(readFrom(path, from));
  } finally {
    await client.end();
  }
}

async function reload(client: pg.Client): Promise<void> {
  await client.query('select pg_reload_conf()');
  await new Promise((resolve) => setTimeout(resolve, WRITTEN_MS));
}

function readFrom(path: string, from: number): string {
  const bytes = Buffer.alloc(statSync(path).size - from);
  const file = openSync(path, 'r');
  try {
    readSync(file, bytes, 0, bytes.length, from);
  } finally {
    closeSync(file);
  }
  return bytes.toString('utf8');
}

function count(log: string): Statements {
  const counts: Statements = {};
  for (const line of log.split('\n')) {
    const login = STATEMENT.exec(line)?.[1];
    if (login !== undefined) counts[login] = (counts[login] ?? 0) + 1;
  }
  return counts;
}
