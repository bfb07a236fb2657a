import { sql } from 'kysely';
import type { Connection } from '../db.js';

export const WORKER_HEARTBEAT_MS = 3_000;
/** A worker silent for this long counts as gone: killed, frozen, or cut off from the registry. */
export const WORKER_SILENT_SECONDS = 10;
const FORGOTTEN_AFTER_HOURS = 24;

export interface WorkerHeartbeat {
  queue: string;
  process: string;
  /** How far its clock is ahead of the database's, in ms (registry/ops/clocks-apart.ts). */
  apartMs?: number;
}

/**
 * Records a heartbeat by the database's clock. Temporal's own list of pollers keeps dead workers for five minutes and
 * refreshes living ones only once a minute.
 */
export async function recordWorkerHeartbeat(
  db: Connection,
  { queue, process, apartMs = 0 }: WorkerHeartbeat,
): Promise<void> {
  await db
    .insertInto('worker_heartbeat')
    .values({ queue, process, started_at: sql<Date>`now()`, heartbeat_at: sql<Date>`now()`, apart_ms: apartMs })
    .onConflict((conflict) =>
      conflict.columns(['queue', 'process']).doUpdateSet({ heartbeat_at: sql<Date>`now()`, apart_ms: apartMs }),
    )
    .execute();
}

export async function forgetOldWorkers(db: Connection): Promise<void> {
  await db
    .deleteFrom('worker_heartbeat')
    .where('heartbeat_at', '<', sql<Date>`now() - make_interval(hours => ${FORGOTTEN_AFTER_HOURS})`)
    .execute();
}

/** Removes a worker's heartbeat on an orderly stop, so that it counts as gone immediately. */
export async function endWorkerHeartbeat(db: Connection, { queue, process }: WorkerHeartbeat): Promise<void> {
  await db.deleteFrom('worker_heartbeat').where('queue', '=', queue).where('process', '=', process).execute();
}

export interface QueueWorkers {
  queue: string;
  living: number;
  heardSecondsAgo: number;
}

/** Counts the living workers of each queue; a queue not served lately is missing. */
export async function countLivingWorkers(db: Connection): Promise<QueueWorkers[]> {
  const { rows } = await sql<QueueWorkers>`
    select queue, count(*) filter (where heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_SECONDS}))::int as living,
      extract(epoch from now() - max(heartbeat_at))::float8 as "heardSecondsAgo"
    from worker_heartbeat group by queue order by queue`.execute(db);
  return rows;
}
