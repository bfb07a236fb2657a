import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';
import { isOutage, RegistryAway } from './outage.js';
import { AS_SERVICE } from './row-security.js';
import type { Tables } from './tables.js';
import { watchWrites } from './watch-writes.js';

export type Db = Kysely<Tables>;
/** A connection with or without an open transaction; query functions take either. */
export type Connection = Db | Transaction<Tables>;

// Counts and sequence numbers stay far below 2^53; without this pg hands them out as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** Opens a pool on PostgreSQL. `maxConnections` is per process. */
export function openDatabase({ url, maxConnections = 20 }: { url: string; maxConnections?: number }): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'notice-desk',
    options: AS_SERVICE,
  });
  // A server that goes away reports on idle connections too; the next query says so to whoever asked.
  pool.on('error', () => undefined);
  // So does one in the middle of a transaction, between two queries; nobody listening would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
}

/** Does work in a transaction: in the given one, or in one of its own. */
export function inTransaction<T>(db: Db, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Transaction<Tables>) : db.transaction().execute(work);
}

/** Statements with more parameters than this are lists of varying length; each would be prepared for nothing. */
const MOST_PARAMETERS = 64;

/**
 * A pool whose connections prepare each statement once: parsing and planning were four fifths of the statements' time
 * (PostgreSQL's CPU for a command falls from 4.5–6.1 to 2.6 ms).
 */
function preparing(pool: pg.Pool): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw isOutage(error) ? new RegistryAway(error, false) : error;
      });
      const query = async (text: string, values: readonly unknown[]) =>
        values.length === 0 || values.length > MOST_PARAMETERS
          ? client.query(text, [...values])
          : client.query({ name: nameOf(text), text, values: [...values] });
      return { query: watchWrites(query as never) as never, release: (destroy) => client.release(destroy) };
    },
    end: () => pool.end(),
  };
}

const names = new Map<string, string>();

/** One name a text, short enough for PostgreSQL's 63 bytes. The texts of the programs are few. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}
