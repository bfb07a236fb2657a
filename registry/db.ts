import { createHash } from 'node:crypto';
import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely';
import pg from 'pg';
import { isOutage, RegistryAway } from './outage.js';
import { presentReader, type Reader } from './reading.js';
import { AS_SERVICE } from './row-security.js';
import type { Tables } from './tables.js';
import { watchWrites } from './watch-writes.js';

export type Db = Kysely<Tables>;
/** A connection with or without an open transaction; query functions accept either. */
export type Connection = Db | Transaction<Tables>;

/** The row of a query that always answers one. */
export function takeRow<Row>([row]: readonly Row[]): Row {
  if (row === undefined) throw new Error('PostgreSQL answered no row to a count');
  return row;
}

// pg returns int8 as text by default; counts and sequence numbers stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

interface Opening {
  url: string;
  maxConnections?: number;
  /**
   * Milliseconds after which an unanswered statement is abandoned together with its connection; two minutes by default.
   */
  silentMs?: number;
}

/**
 * No statement or handshake of the desk takes this long. Without an answer by then the peer has vanished silently, and
 * the caller would wait forever.
 */
const SILENT_MS = 120_000;

/**
 * Opens PostgreSQL with two pools of `maxConnections` each per process: one for the desk's own work, and one for reads
 * on behalf of people (registry/reading.ts), which stays empty until first used.
 */
export function openDatabase(opening: Opening): Db {
  const pools = { service: openPool(opening, AS_SERVICE), people: openPool(opening) };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pools, opening) }) });
}

/** Closing a connection discards its prepared plans, and people click less often than every few seconds. */
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
  // pg also emits errors on idle connections when the server goes away; the next query reports the outage to its
  // caller.
  pool.on('error', () => undefined);
  // A connection can also fail inside a transaction between two queries; without a listener the error would end the
  // process.
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
  });
  return pool;
}

const said = new WeakMap<pg.PoolClient, string>();

async function connectFor({ id, roles }: Reader, pool: pg.Pool): Promise<pg.PoolClient> {
  const client = await pool.connect();
  const identity = `${id} ${roles.join()}`;
  if (said.get(client) === identity) return client;
  try {
    await client.query(prepared(SAY_FOR_WHOM, [id, roles.join()]));
  } catch (error) {
    client.release(true);
    throw error;
  }
  said.set(client, identity);
  return client;
}
const SAY_FOR_WHOM = `select set_config('desk.reader', $1, false), set_config('desk.reader_roles', $2, false)`;

export function inTransaction<T>(db: Connection, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db as Transaction<Tables>) : db.transaction().execute(work);
}

/** Statements with more parameters than this are lists of varying length; preparing them would not pay off. */
const MAX_PARAMETERS = 64;
// PostgreSQL plans these; `begin`, `commit` and the like it only executes. Several statements in one text cannot be
// prepared.
const PLANNED = /^\s*(?:select|with|insert|update|delete)\b[^;]*$/i;

function isPrepared(text: string, values: readonly unknown[]): boolean {
  return values.length > 0 ? values.length <= MAX_PARAMETERS : PLANNED.test(text);
}

/**
 * A pool whose connections prepare each statement once. Parsing and planning took four fifths of statement time;
 * PostgreSQL's CPU per command falls from 4.5–6.1 to 2.6 ms.
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
        client.release(true); // Destroys the connection, which also rejects the pending query.
      };
      const query = async (text: string, values: readonly unknown[]) => {
        const silence = setTimeout(giveUp, silentMs);
        try {
          return isPrepared(text, values)
            ? await client.query(prepared(text, values))
            : await client.query(text, [...values]);
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

const prepared = (text: string, values: readonly unknown[]) => ({
  name: toStatementName(text),
  text,
  values: [...values],
});

const names = new Map<string, string>();

function toStatementName(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}
