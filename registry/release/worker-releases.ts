import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { WORKER_SILENT_SECONDS } from '../ops/worker-beats.js';

/** What nobody has run for so long is no release to go back to. */
const FORGOTTEN_AFTER_DAYS = 90;

/** One process at a time makes a release current. */
const RELEASES_LOCK = 4_207_320;

/** Waits for its turn to make a release current, which is over with the transaction. */
export async function lockReleases(trx: Connection): Promise<void> {
  await sql`select pg_advisory_xact_lock(${RELEASES_LOCK})`.execute(trx);
}

/** Workers of a release on one queue. */
export interface ReleaseWorkers {
  build: string;
  queue: string;
  firstAt: Date;
  /** When one of them was last heard, by the database's clock. */
  heardAt: Date;
  heardSecondsAgo: number;
  living: boolean;
}

/** A worker of a release takes work. */
export async function recordRelease(
  db: Connection,
  { build, queue }: Pick<ReleaseWorkers, 'build' | 'queue'>,
): Promise<void> {
  await db
    .insertInto('worker_release')
    .values({ build, queue, beat_at: sql<Date>`now()` })
    .onConflict((conflict) => conflict.columns(['build', 'queue']).doUpdateSet({ beat_at: sql<Date>`now()` }))
    .execute();
}

/** A worker starts: releases long gone are forgotten. */
export async function forgetOldReleases(db: Connection): Promise<void> {
  await db
    .deleteFrom('worker_release')
    .where('beat_at', '<', sql<Date>`now() - make_interval(days => ${FORGOTTEN_AFTER_DAYS})`)
    .execute();
}

/** The workers of every release that has been heard of in the last months, the newest release first. */
export async function listReleaseWorkers(db: Connection): Promise<ReleaseWorkers[]> {
  const { rows } = await sql<ReleaseWorkers>`
    select build, queue, first_at as "firstAt", beat_at as "heardAt",
      extract(epoch from now() - beat_at)::float8 as "heardSecondsAgo",
      beat_at > now() - make_interval(secs => ${WORKER_SILENT_SECONDS}) as living
    from worker_release order by min(first_at) over (partition by build) desc, build, queue`.execute(db);
  return rows;
}
