import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { WORKER_SILENT_SECONDS } from '../ops/worker-heartbeats.js';

const FORGOTTEN_AFTER_DAYS = 90;

const RELEASES_LOCK = 4_207_320;

/** Waits for the exclusive right to change the current release, until the transaction ends. */
export async function lockReleases(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(${RELEASES_LOCK})`.execute(trx);
}

export interface ReleaseWorkers {
  build: string;
  queue: string;
  firstAt: Date;
  heardAt: Date;
  heardSecondsAgo: number;
  living: boolean;
}

export async function recordRelease(
  db: Connection,
  { build, queue }: Pick<ReleaseWorkers, 'build' | 'queue'>,
): Promise<void> {
  await db
    .insertInto('worker_release')
    .values({ build, queue, heartbeat_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.columns(['build', 'queue']).doUpdateSet({ heartbeat_at: sql<Date>`now()` }))
    .execute();
}

export async function forgetOldReleases(db: Connection): Promise<void> {
  await db
    .deleteFrom('worker_release')
    .where('heartbeat_at', '<', sql<Date>`now() - make_interval(days => ${FORGOTTEN_AFTER_DAYS})`)
    .execute();
}

/** Lists the workers of every release seen in the last 90 days, newest release first. */
export async function listReleaseWorkers(db: Connection): Promise<ReleaseWorkers[]> {
  const { rows } = await sql<ReleaseWorkers>`
    select build, queue, first_at as "firstAt", heartbeat_at as "heardAt",
      extract(epoch from now() - heartbeat_at)::float8 as "heardSecondsAgo",
      heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_SECONDS}) as living
    from worker_release order by min(first_at) over (partition by build) desc, build, queue`.execute(db);
  return rows;
}
