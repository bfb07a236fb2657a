import pg from 'pg';
import { COMMITTED_MS } from '../../rig/commit-times.js';
import { untilQuiet } from '../../rig/cpu.js';
import { runConcurrently, until } from '../../rig/load.js';

const CONCURRENCY = 8;
const APART_MS = 20;
/** None is due before all are open, which the speed of opening the others tells, with this to spare. */
const SPARE = 2;
const SPARE_MS = 5_000;
/** The longest that a job of every minute needs, and its run. */
const ESCALATED_WITHIN_MS = 90_000;
/** An engine may still be starting the last of 10,000. */
const QUIET_WITHIN_MS = 300_000;
const POLL_MS = 500;
const FAR_MS = 30 * 86_400_000;

export interface TimerSide {
  open: (dueAtMs: number) => Promise<string>;
  database: string;
  /** SQL with the ids as $1: `id` and `committed_ms` of what the due time has set off. */
  rows: string;
}

export const ESCALATED_ROWS = `select id, ${COMMITTED_MS} as committed_ms from notice
  where id = any ($1::uuid[]) and escalated_at is not null`;

/** Returns by how many ms each of the `due` notices was escalated late; they fall due 20 ms apart. */
export async function measureTimers(
  side: TimerSide,
  { due, others }: { due: number; others: number },
): Promise<number[]> {
  const openedMs = await runConcurrently({
    count: others,
    concurrency: CONCURRENCY,
    work: async () => void (await side.open(Date.now() + FAR_MS)),
  });
  await untilQuiet(QUIET_WITHIN_MS);
  const firstMs = Date.now() + (SPARE * due * openedMs) / others + SPARE_MS;
  const dueAt = new Map<string, number>();
  await runConcurrently({
    count: due,
    concurrency: CONCURRENCY,
    work: async (index) => {
      const dueAtMs = firstMs + index * APART_MS;
      dueAt.set(await side.open(dueAtMs), dueAtMs);
    },
  });
  if (Date.now() > firstMs) throw new Error(`Opening ${due} notices took until after the first due time.`);
  const rows = await untilEscalated(side, [...dueAt.keys()], firstMs + due * APART_MS + ESCALATED_WITHIN_MS);
  return rows.map(({ id, committed_ms }) => committed_ms - (dueAt.get(id) ?? 0));
}

interface Escalated {
  id: string;
  committed_ms: number;
}

async function untilEscalated({ database, rows: sql }: TimerSide, ids: readonly string[], untilMs: number) {
  const db = new pg.Pool({ connectionString: database, max: 1 });
  try {
    return await until('all escalated', {
      ask: async () => (await db.query<Escalated>(sql, [ids])).rows,
      holds: (rows) => rows.length === ids.length,
      withinMs: untilMs - Date.now(),
      everyMs: POLL_MS,
    });
  } finally {
    await db.end();
  }
}
