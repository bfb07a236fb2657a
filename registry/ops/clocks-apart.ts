import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { WORKER_SILENT_SECONDS } from './worker-heartbeats.js';

/** Clock difference, in ms, above which dues become wrong and an alert is raised. */
export const CLOCKS_APART_MS = 5_000;

/** Returns the database's time, the reference for all comparisons, because it is the same for every process. */
export async function readDatabaseTime(db: Connection): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select now() as at`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the database returned no time');
  return row.at;
}

/**
 * Returns how far, in ms, a clock is ahead of the database's (negative: behind): the distance of the database's time
 * from the interval in which it was read.
 */
export function computeClockSkew(
  databaseMs: number,
  { requestedMs, answeredMs }: { requestedMs: number; answeredMs: number },
): number {
  if (requestedMs > databaseMs) return requestedMs - databaseMs;
  return Math.min(0, answeredMs - databaseMs);
}

/**
 * Returns how far this process's clock is ahead of the database's, in ms; 0 if the round trip explains the difference.
 */
export async function measureApart(db: Connection, machineMs: () => number = Date.now): Promise<number> {
  const requestedMs = machineMs();
  const at = await readDatabaseTime(db);
  return Math.round(computeClockSkew(at.getTime(), { requestedMs, answeredMs: machineMs() }));
}

export interface ClockApart {
  queue: string;
  apartMs: number;
}

/**
 * Lists the queues with living workers whose clock is off by more than `CLOCKS_APART_MS`, each with its worst
 * deviation.
 */
export async function findClocksApart(db: Connection): Promise<ClockApart[]> {
  const { rows } = await sql<ClockApart>`
    select distinct on (queue) queue, apart_ms as "apartMs" from worker_heartbeat
    where heartbeat_at > now() - make_interval(secs => ${WORKER_SILENT_SECONDS}) and abs(apart_ms) > ${CLOCKS_APART_MS}
    order by queue, abs(apart_ms) desc`.execute(db);
  return rows;
}
