import { sql } from 'kysely';
import type { Connection } from '../db.js';

/** How often a worker says that it lives. */
export const WORKER_BEAT_MS = 3_000;
/** A worker that has said nothing for this long is gone: killed, frozen, or cut off from the registry. */
export const WORKER_SILENT_SECONDS = 10;
/** Workers that ended without a word are kept this long, so that one can say since when the last of a queue is away. */
const FORGOTTEN_AFTER_HOURS = 24;

export interface WorkerBeat {
  queue: string;
  /** One run of a process. */
  process: string;
  /** How far its clock is ahead of the database's, ms (registry/ops/clocks-apart.ts). */
  apartMs?: number;
}

/**
 * A worker lives, by the database's clock. Temporal's own list of who polls a queue keeps the dead for five minutes, and
 * the living are written there but once a minute.
 */
export async function recordWorkerBeat(db: Connection, { queue, process, apartMs = 0 }: WorkerBeat): Promise<void> {
  await db
    .insertInto('worker_beat')
    .values({ queue, process, started_at: sql<Date>`now()`, beat_at: sql<Date>`now()`, apart_ms: apartMs })
    .onConflict((conflict) =>
      conflict.columns(['queue', 'process']).doUpdateSet({ beat_at: sql<Date>`now()`, apart_ms: apartMs }),
    )
    .execute();
}

/** A worker starts: those long gone are forgotten. */
export async function forgetOldWorkers(db: Connection): Promise<void> {
  await db
    .deleteFrom('worker_beat')
    .where('beat_at', '<', sql<Date>`now() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})`)
    .execute();
}

/** A worker stops in order: it is silent from now on. */
export async function endWorkerBeat(db: Connection, { queue, process }: WorkerBeat): Promise<void> {
  await db.deleteFrom('worker_beat').where('queue', '=', queue).where('process', '=', process).execute();
}

/** The workers of a queue that has or had one. */
export interface QueueWorkers {
  queue: string;
  living: number;
  /** Age of the youngest heartbeat. */
  heardSecondsAgo: number;
}

/** How many workers of each queue live; a queue that nobody has served of late is not there. */
export async function countLivingWorkers(db: Connection): Promise<QueueWorkers[]> {
  const { rows } = await sql<QueueWorkers>`
    select queue, count(*) filter (where beat_at > now() - make_interval(secs => ${WORKER_SILENT_SECONDS}))::int as living,
      extract(epoch from now() - max(beat_at))::float8 as "heardSecondsAgo"
    from worker_beat group by queue order by queue`.execute(db);
  return rows;
}
