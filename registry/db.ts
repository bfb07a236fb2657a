import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';
import { isOutage, RegistryAway } from './outage.js';
import { presentReader, type Reader } from './reading.js';
import { AS_SERVICE } from './row-security.js';
import type { Tables } from './tables.js';
import { watchWrites } from './watch-writes.js';

export type Db = Kysely<Tables>;
/** A connection with or without an open transaction; query functions take either. */
export type Connection = Db | Transaction<Tables>;

// Counts and sequence numbers stay far below 2^53; without this pg hands them out as text.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

interface Opening {
  url: string;
  maxConnections?: number;
  /** A statement that has not answered by then is given up with its connection; two minutes. */
  silentMs?: number;
}

/**
 * No statement of the desk, and no greeting, takes so long. What has not answered by then never will: the other end of the
 * connection has vanished without a word, and whoever asked would wait for ever.
 */
const SILENT_MS = 120_000;

/**
 * Opens PostgreSQL. `maxConnections` is per process, for the desk's own work and once more for what is read for people
 * (registry/reading.ts), whose connections say each time for whom: no program connects them before it is asked to.
 */
export function openDatabase(opening: Opening): Db {
  const pools = { service: openPool(opening, AS_SERVICE), people: openPool(opening) };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pools, opening) }) });
}

/** A connection that is closed takes its plans with it, and people click less often than every few seconds. */
const IDLE_MS = 300_000;

function openPool({ url, maxConnections = 20, silentMs = SILENT_MS }: Opening, options?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'notice-desk',
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: silentMs,
    ...(options === undefined ? {} : { options }),
  });
  // A server that goes away reports on idle connections too; the next query says so to whoever asked.
  pool.on('error', () => undefined);
  // So does one in the middle of a transaction, between two queries; nobody listening would end the process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

/** For whom a connection reads, as it has last said. */
const said = new WeakMap<pg.PoolClient, string>();

/** A connection that reads for one person. It says so where it read for somebody else before: one statement more. */
async function connectFor({ id, roles }: Reader, pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const whom = `${id} ${roles.join()}`;
  if (said.get(client) === whom) return client;
  try {
    await client.query(prepared(SAY_FOR_WHOM, [id, roles.join()]));
  } catch (error) {
    client.release(true);
    throw error;
  }
  said.set(client, whom);
  return client;
}
const SAY_FOR_WHOM = `select set_config('desk.reader', $1, false), set_config('desk.reader_roles', $2, false)`;

/** Does work in a transaction: in the given one, or in one of its own. */
export function inTransaction<T>(db: Connection, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Transaction<Tables>) : db.transaction().execute(work);
}

/** Statements with more parameters than this are lists of varying length; each would be prepared for nothing. */
const MOST_PARAMETERS = 64;

/**
 * A pool whose connections prepare each statement once: parsing and planning were four fifths of the statements' time
 * (PostgreSQL's CPU for a command falls from 4.5–6.1 to 2.6 ms).
 */
function preparing(
  { service, people }: Record<'service' | 'people', pg.Pool>,
  { silentMs = SILENT_MS }: Opening,
): PostgresPool {
  return {
    async connect() {
      const reader = presentReader();
      const connecting = reader === null ? service.connect() : connectFor(reader, people);
      const client = await connecting.catch((error: unknown) => {
        throw isOutage(error) ? new RegistryAway(error, false) : error;
      });
      let isGivenUp = false;
      const giveUp = () => {
        isGivenUp = true;
        client.release(true); // cuts it, and what was asked ends with it
      };
      const query = async (text: string, values: readonly unknown[]) => {
        const silence = setTimeout(giveUp, silentMs);
        try {
          return values.length === 0 || values.length > MOST_PARAMETERS
            ? await client.query(text, [...values])
            : await client.query(prepared(text, values));
        } finally {
          clearTimeout(silence);
        }
      };
      const release = (destroy?: boolean) => {
        if (!isGivenUp) client.release(destroy);
      };
      return { query: watchWrites(query as never) as never, release };
    },
    end: async () => {
      await Promise.all([service.end(), people.end()]);
    },
  };
}

const prepared = (text: string, values: readonly unknown[]) => ({ name: nameOf(text), text, values: [...values] });

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
