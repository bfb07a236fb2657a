import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { COMMITTED_MS } from '../../rig/commit-times.js';
import { runConcurrently } from '../../rig/load.js';

/** Enough that none is due before all are open, at 50 a second. */
const AHEAD_MS = 45_000;
const APART_MS = 20;
/** The longest that a job of every minute needs, and its run. */
const AFTER_MS = 75_000;

export interface TimerSide {
  open: (dueAtMs: number) => Promise<string>;
  database: string;
  /** SQL with the ids as $1: `id` and `committed_ms` of what the due time has set off. */
  rows: string;
}

export const ESCALATED_ROWS = `select id, ${COMMITTED_MS} as committed_ms from notice
  where id = any ($1::uuid[]) and escalated_at is not null`;

/** Returns by how many ms each of `count` open notices was escalated late; they fall due 20 ms apart. */
export async function measureTimers(side: TimerSide, count: number): Promise<number[]> {
  const firstMs = Date.now() + AHEAD_MS;
  const due = new Map<string, number>();
  await runConcurrently({
    count,
    concurrency: 4,
    work: async (index) => {
      const dueAtMs = firstMs + index * APART_MS;
      due.set(await side.open(dueAtMs), dueAtMs);
    },
  });
  await sleep(Math.max(0, firstMs + count * APART_MS + AFTER_MS - Date.now()));
  const db = new pg.Pool({ connectionString: side.database, max: 1 });
  const { rows } = await db.query<{ id: string; committed_ms: number }>(side.rows, [[...due.keys()]]);
  await db.end();
  if (rows.length !== count) throw new Error(`${rows.length} of ${count} were escalated once.`);
  return rows.map(({ id, committed_ms }) => committed_ms - (due.get(id) ?? 0));
}
