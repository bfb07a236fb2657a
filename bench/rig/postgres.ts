import pg from 'pg';

export interface PostgresCounters {
  commits: number;
  walBytes: number;
}

/** Backends report their statistics with a delay of up to a second. */
const REPORT_MS = 1_500;

/**
 * Counts commits and WAL of the whole server while `work` runs, per operation. Exact except for autovacuum and
 * checkpoints.
 */
export async function countPostgres({
  url,
  ops,
  work,
}: {
  url: string;
  ops: number;
  work: () => Promise<void>;
}): Promise<PostgresCounters> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const before = await read(client);
    await work();
    const after = await read(client);
    return {
      commits: Math.round(((after.commits - before.commits) / ops) * 100) / 100,
      walBytes: Math.round((after.walBytes - before.walBytes) / ops),
    };
  } finally {
    await client.end();
  }
}

async function read(client: pg.Client): Promise<PostgresCounters> {
  await new Promise((resolve) => setTimeout(resolve, REPORT_MS));
  const { rows } = await client.query<{ commits: string; wal: string }>(
    `select xact_commit as commits, pg_current_wal_lsn() - '0/0'::pg_lsn as wal from pg_stat_database where datname = current_database()`,
  );
  return { commits: Number(rows[0]?.commits), walBytes: Number(rows[0]?.wal) };
}
