import pg from 'pg';

export type PostgresAnswer = 'works' | 'coming' | 'refuses' | 'silent';

/** SQLSTATE while starting, recovering or shutting down: "the database system is …". */
export const COMING = '57P03';

/**
 * Connects and runs a short query, which requires a server that can fork, read its catalogs and allocate memory. A busy
 * server answers late and a full one refuses, so neither counts as silent.
 */
export async function askPostgres(url: string, graceMs: number): Promise<PostgresAnswer> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: graceMs,
    query_timeout: graceMs,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return 'works';
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return 'silent';
    return error.code === COMING ? 'coming' : 'refuses';
  } finally {
    // Not awaited: a silent server does not answer the disconnect either.
    client.end().catch(() => undefined);
  }
}
