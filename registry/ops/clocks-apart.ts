import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { WORKER_SILENT_SECONDS } from './worker-beats.js';

/** Clocks of two machines further apart than this make dues wrong: somebody is told. */
export const CLOCKS_APART_MS = 5_000;

/** The database's clock, by which everything is compared: it alone is the same for all who write and look. */
export async function readDatabaseTime(db: Connection): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select now() as at`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the database told no time');
  return row.at;
}

/** How far a clock is ahead of the database's (behind: negative), ms: how far its instant lies outside the two between which it was read. */
export function apartOf(databaseMs: number, { askedMs, answeredMs }: { askedMs: number; answeredMs: number }): number {
  if (askedMs > databaseMs) return askedMs - databaseMs;
  return Math.min(0, answeredMs - databaseMs);
}

/** How far this process's clock is ahead of the database's, ms; 0 where the time that the question took leaves room for it. */
export async function measureApart(db: Connection, machineMs: () => number = Date.now): Promise<number> {
  const askedMs = machineMs();
  const at = await readDatabaseTime(db);
  return Math.round(apartOf(at.getTime(), { askedMs, answeredMs: machineMs() }));
}

/** A living process whose clock is not the registry's, by the kind of work that it does. */
export interface ClockApart {
  queue: string;
  /** Ahead of the registry's; negative: behind. */
  apartMs: number;
}

/** The kinds of process that live and whose clock is further from the database's than it may be, each with the worst of them. */
export async function findClocksApart(db: Connection): Promise<ClockApart[]> {
  const { rows } = await sql<ClockApart>`
    select distinct on (queue) queue, apart_ms as "apartMs" from worker_beat
    where beat_at > now() - make_interval(secs => ${WORKER_SILENT_SECONDS}) and abs(apart_ms) > ${CLOCKS_APART_MS}
    order by queue, abs(apart_ms) desc`.execute(db);
  return rows;
}
