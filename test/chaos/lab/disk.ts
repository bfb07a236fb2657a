import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inheritedEnv } from '../../../config/env.js';
import { type ChaosDesk, readPostmaster } from '../desk.js';
import { throwDice } from '../dice.js';
import type { Journal } from '../journal.js';
import type { Volume } from './volume.js';

/** Disk faults under PostgreSQL: no space, slow, or failing fsync. */
export const DISK_KINDS = ['full', 'slow', 'eio'] as const;
type DiskKind = (typeof DISK_KINDS)[number];

const LASTS_MS: Record<DiskKind, { least: number; max: number }> = {
  full: { least: 2_000, max: 10_000 },
  slow: { least: 5_000, max: 15_000 },
  eio: { least: 2_000, max: 5_000 },
};
const PAUSE_MS = { least: 8_000, max: 20_000 };
/** Longer than a recovery takes here. */
const HUNG_AFTER_MS = 45_000;
/** Duration of each fsync on the slow disk, in µs. */
const SLOW_US = 300_000;

export interface DiskTroubles {
  by: Record<DiskKind, number>;
}

export async function troubleTheDisk(
  { seed, desk, volume, journal }: { seed: number; desk: ChaosDesk; volume: Volume; journal: Journal },
  isOpen: () => boolean,
): Promise<DiskTroubles> {
  const dice = throwDice(seed, 'disk');
  const by: DiskTroubles['by'] = { full: 0, slow: 0, eio: 0 };
  let deck: DiskKind[] = [];
  while (isOpen()) {
    if (deck.length === 0) deck = dice.some([...DISK_KINDS, 'full'], DISK_KINDS.length + 1);
    const kind = deck.shift() ?? 'full';
    const forMs = dice.whole(LASTS_MS[kind].least, LASTS_MS[kind].max);
    const n = journal.invoke({ op: 'disk', as: 'harness', body: { what: kind, forMs } });
    const wait = async () => {
      for (const until = Date.now() + forMs; isOpen() && Date.now() < until; ) await sleep(100);
    };
    if (kind === 'full') {
      volume.fill();
      await wait();
      volume.empty();
    } else {
      await spoilWrites(desk.home, kind, wait);
      if (kind === 'eio') await endHung(desk, journal);
    }
    by[kind] += 1;
    journal.ok(n);
    for (const until = Date.now() + dice.whole(PAUSE_MS.least, PAUSE_MS.max); isOpen() && Date.now() < until; )
      await sleep(100);
  }
  return { by };
}

/**
 * PostgreSQL may hang if its recovery meets a disk error. The supervisor ends a hung one after a minute or two; the run
 * ends it sooner, to go on with other faults.
 */
async function endHung({ home, file }: ChaosDesk, journal: Journal): Promise<void> {
  for (const until = Date.now() + HUNG_AFTER_MS; Date.now() < until; await sleep(500))
    if (await answers(file.database)) return;
  const pid = readPostmaster(home)?.pid;
  if (pid === undefined) return;
  const n = journal.invoke({ op: 'kill', as: 'harness', body: { victim: 'postgres-hung', pid } });
  try {
    process.kill(pid, 'SIGKILL');
    journal.ok(n);
  } catch {
    journal.fail(n, 0, 'It had ended by itself.');
  }
}

async function answers(database: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: database, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Uses strace to delay PostgreSQL's processes at each fsync, or to fail one fsync in three. */
async function spoilWrites(home: string, kind: 'slow' | 'eio', wait: () => Promise<void>): Promise<void> {
  const postmaster = readPostmaster(home)?.pid;
  if (postmaster === undefined) return;
  const children = execFileSync('sh', ['-c', `ps -o pid= --ppid ${postmaster} || true`], { encoding: 'utf8' });
  const pids = [postmaster, ...children.split('\n').flatMap((line) => (line.trim() === '' ? [] : [Number(line)]))];
  const how = kind === 'slow' ? `delay_exit=${SLOW_US}` : 'error=EIO:when=3+3';
  const strace = spawn(
    'strace',
    [
      '-f',
      '-qq',
      '-o/dev/null',
      '-etrace=fsync,fdatasync',
      `-einject=fsync,fdatasync:${how}`,
      ...pids.flatMap((pid) => ['-p', String(pid)]),
    ],
    { stdio: 'ignore', env: inheritedEnv() },
  );
  const ended = once(strace, 'exit');
  await wait();
  strace.kill('SIGTERM'); // detaches from the processes
  await ended;
}
