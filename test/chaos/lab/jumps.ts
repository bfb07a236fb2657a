import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { CLOCKS_APART_MS } from '../../../registry/ops/clocks-apart.js';
import type { Kind } from '../../../desk/process-table.js';
import { PROCESS_KINDS } from '../../../desk/process-table.js';
import type { ChaosDesk } from '../desk.js';
import { throwDice } from '../dice.js';
import type { Journal } from '../journal.js';
import type { FakedClocks } from './faked-time.js';

/** Clock jumps in seconds: an hour forward and back, a day, and slightly above the tolerated skew. */
export const JUMPS = [3_600, -3_600, 86_400, -86_400, (CLOCKS_APART_MS / 1000) * 2] as const;

/** A heartbeat (3 s), the watchdog's interval (5 s), the library's own second, and slack for a busy machine. */
const NOTIFIED_WITHIN_MS = 60_000;
const STAYS_MS = { least: 4_000, max: 12_000 };
const PAUSE_MS = { least: 2_000, max: 6_000 };
const POLL_EVERY_MS = 500;

const SAID: Record<Kind, string> = {
  api: 'api',
  worker: 'notices',
  enforcement: 'enforcement',
  jobs: 'jobs',
  mail: 'mail-in',
  watchdog: 'the watchdog',
};

export interface Jumps {
  by: Record<string, number>;
}

/**
 * Sets one kind of process's clock wrong after another, each kind by each jump before any repeats, waits for an alert,
 * leaves it for a while, and sets it right. A jump without an alert ends as refused.
 */
export async function jumpUntil(
  { seed, desk, clocks, journal }: { seed: number; desk: ChaosDesk; clocks: FakedClocks; journal: Journal },
  isOpen: () => boolean,
): Promise<Jumps> {
  const dice = throwDice(seed, 'jumps');
  const turns = PROCESS_KINDS.flatMap((kind) => JUMPS.map((seconds) => ({ kind, seconds })));
  const by: Jumps['by'] = {};
  let deck: typeof turns = [];
  while (isOpen()) {
    if (deck.length === 0) deck = dice.some(turns, turns.length);
    const { kind, seconds } = deck.shift() ?? { kind: 'api', seconds: 3_600 };
    const n = journal.invoke({ op: 'jump', as: 'harness', body: { kind, seconds } });
    clocks.set(kind, seconds);
    if (await isReported(desk, { kind, ahead: seconds > 0 })) journal.ok(n);
    else journal.fail(n, 0, `No alert within ${NOTIFIED_WITHIN_MS / 1000} s.`);
    await sleep(dice.whole(STAYS_MS.least, STAYS_MS.max));
    clocks.set(kind, 0);
    by[`${kind} ${seconds > 0 ? '+' : ''}${seconds} s`] =
      (by[`${kind} ${seconds > 0 ? '+' : ''}${seconds} s`] ?? 0) + 1;
    await sleep(dice.whole(PAUSE_MS.least, PAUSE_MS.max));
  }
  return { by };
}

async function isReported({ file }: ChaosDesk, { kind, ahead }: { kind: Kind; ahead: boolean }): Promise<boolean> {
  const said = new RegExp(`that of ${SAID[kind]} is \\d+ s ${ahead ? 'ahead of' : 'behind'} it`);
  for (const until = Date.now() + NOTIFIED_WITHIN_MS; Date.now() < until; await sleep(POLL_EVERY_MS)) {
    const rows = await readRegistry<{ summary: string }>(file.database, SKEW).catch(() => []);
    if (rows.some(({ summary }) => said.test(summary))) return true;
  }
  return false;
}

const SKEW = `select summary from alert where kind = 'clock_skew' and resolved_at is null`;

export async function readRegistry<Row extends pg.QueryResultRow>(database: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
