import { sql } from 'kysely';
import type { Connection, Db } from '../db.js';

/** Jobs that only one process runs at a time, with their advisory lock numbers. Numbers are never reused. */
export const LEADER_LOCKS = {
  drain: 1,
  watchdog: 2,
  approvers: 3,
  close_requests: 4,
  changes: 5,
  forecast: 6,
  duties: 7,
  annulments: 8,
  keys: 9,
  pauses: 10,
  unsupported: 11,
  reconcile: 12,
  stuck: 13,
  canary: 14,
  secrecy_by_law: 15,
  clearances: 16,
  break_glass: 17,
  retention: 18,
  user_notices: 19,
  appeals: 20,
  webhooks: 22,
  inbound: 24,
  held_mail: 25,
  statements: 23,
  lumen: 26,
  status_updates: 27,
  releases: 28,
  orders: 29,
  law_watch: 30,
  law_events: 31,
} as const;

export type JobName = keyof typeof LEADER_LOCKS;

const CLASS = 4_207_314;

export interface LeaderLocks {
  /** Returns whether this process may run the job. Once true, it stays true until `close` or the connection is lost. */
  holds(job: JobName): Promise<boolean>;
  close(): Promise<void>;
}

interface Holder {
  connection: Connection;
  release: () => Promise<void>;
}

/**
 * Opens the leader locks of a process, all held by one dedicated connection, so that they end when it is closed, cut
 * off or its process is killed. Every check queries that connection, so a lost lock is never reported as held.
 */
export function openLeaderLocks(db: Db): LeaderLocks {
  let opening: Promise<Holder> | null = null;
  const drop = async (opened: Promise<Holder>) => {
    if (opening === opened) opening = null;
    await opened.then(({ release }) => release()).catch(() => undefined);
  };
  return {
    async holds(job) {
      opening ??= openHolder(db);
      const current = opening;
      try {
        return await tryLock((await current).connection, LEADER_LOCKS[job]);
      } catch (error) {
        await drop(current);
        throw error;
      }
    },
    async close() {
      if (opening !== null) await drop(opening);
    },
  };
}

/** A machine that is cut off sends nothing: the server probes after 10 s of silence and releases its locks after 25. */
const NOTICE_A_CUT = sql`set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
  set_config('tcp_keepalives_count', '3', false)`;

function openHolder(db: Db): Promise<Holder> {
  return new Promise((resolve, reject) => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((done) => {
      end = done;
    });
    const kept = db.connection().execute(async (connection) => {
      const release = async () => {
        // The connection returns to the pool and stays open, so its locks are released explicitly.
        await sql`select pg_advisory_unlock_all()`.execute(connection).catch(() => undefined);
        end();
        await kept.catch(() => undefined);
      };
      await sql`select ${NOTICE_A_CUT}`.execute(connection);
      resolve({ connection, release });
      await ended;
    });
    kept.catch(reject);
  });
}

/** Advisory locks are reentrant within a session, so this only requests a lock it does not hold. */
async function tryLock(connection: Connection, lock: number): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select coalesce((
      select granted from pg_locks
      where locktype = 'advisory' and pid = pg_backend_pid() and objsubid = 2
        and database = (select oid from pg_database where datname = current_database())
        and classid = ${sql.lit(CLASS)} and objid = ${lock}::int::oid
    ), pg_try_advisory_lock(${sql.lit(CLASS)}, ${lock}::int)) as held`.execute(connection);
  return rows[0]?.held === true;
}
