import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.js';

export type Db = Kysely<Tables>;
/** A connection with or without an open transaction; query functions take either. */
export type Connection = Db | Transaction<Tables>;

// Counts and sequence numbers stay far below 2^53; without this pg hands them out as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool on PostgreSQL. `maxConnections` is per process. */
export function openDatabase({ url, maxConnections = 20 }: { url: string; maxConnections?: number }): Db {
  const pool = new pg.Pool({ connectionString: url, max: maxConnections, application_name: 'notice-desk' });
  // A server that goes away reports on idle connections too; the next query says so to whoever asked.
  pool.on('error', () => undefined);
  // So does one in the middle of a transaction, between two queries; nobody listening would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
