import pg from 'pg';

/** What a server of PostgreSQL says when it is asked: it works, it is coming up or going down, it refuses, or it says nothing. */
export type PostgresAnswer = 'works' | 'coming' | 'refuses' | 'silent';

/** Starting, recovering or shutting down: "the database system is …". */
export const COMING = '57P03';

/**
 * Opens a connection and asks a short question, which a server can only answer that makes processes, reads its catalogs and has
 * memory. A server that works hard answers late, and one without room for a connection says so: that is no silence.
 */
export async function askPostgres(url: string, patienceMs: number): Promise<PostgresAnswer> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
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
    // Not waited for: a server that says nothing does not say good-bye either.
    client.end().catch(() => undefined);
  }
}
