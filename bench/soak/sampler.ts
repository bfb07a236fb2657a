import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import pg from 'pg';
import type { LivesSeen } from '../cluster/lives.js';
import { type CpuMs, listParts, readCpu } from '../rig/cpu.js';
import type { BenchDesk } from '../rig/desk.js';
import { averageHistories } from '../rig/histories.js';
import { percentile, round3 } from '../rig/pairs.js';
import { readProportionalKb, readResidentKb } from '../rig/resident.js';
import type { Latency, SoakSample } from './lines.js';

export interface Seen extends LivesSeen {
  reads: number[];
  /** Since the last sample, by path. */
  slowest: Map<string, number>;
  orders: number[];
}

const CLOSED_SAMPLE = 10;
const MB = 1_048_576;

const SIZES = `select pg_database_size(current_database()) as bytes,
  pg_current_wal_lsn() - '0/0'::pg_lsn as wal,
  (select count(*) from notice where stage = 'closed') as closed,
  (select count(*) from notice where stage <> 'closed') as open,
  (select count(*) from notice where erased_at is not null) as erased,
  (select sum(n_dead_tup) from pg_stat_user_tables) as dead, (select max(n_dead_tup) from pg_stat_user_tables) as "mostDead"`;

type Sizes = Record<'bytes' | 'wal' | 'closed' | 'open' | 'erased' | 'dead' | 'mostDead', string>;

/** Returns a reader of what has happened since it was last called. */
export async function openSampler(desk: BenchDesk, { seen, client }: { seen: Seen; client: Client }) {
  const db = new pg.Client({ connectionString: desk.database });
  await db.connect();
  const from = performance.now();
  const read = { intakes: 0, decisions: 0, reads: 0, orders: 0 };
  let cpu = readCpu();
  const since = (kind: keyof typeof read): Latency => {
    const ms = seen[kind].slice(read[kind]);
    read[kind] = seen[kind].length;
    return {
      count: ms.length,
      p50Ms: ms.length === 0 ? null : round3(percentile(ms, 50)),
      p99Ms: ms.length === 0 ? null : round3(percentile(ms, 99)),
    };
  };
  return {
    async sample(): Promise<SoakSample> {
      const { rows } = await db.query<Sizes>(SIZES);
      const { bytes, wal, closed, open, erased, dead, mostDead } = rows[0] as Sizes;
      const histories = await averageHistories({ client, sql: db, notices: CLOSED_SAMPLE });
      const before = cpu;
      cpu = readCpu();
      return {
        atS: Math.round((performance.now() - from) / 1_000),
        intake: since('intakes'),
        commands: since('decisions'),
        reads: since('reads'),
        slowest: takeSlowest(seen),
        orders: since('orders'),
        failed: seen.failed.length,
        closed: Number(closed),
        open: Number(open),
        erased: Number(erased),
        registryMb: round3(Number(bytes) / MB),
        temporalMb: round3(sumTemporalFiles(desk.home) / MB),
        walMb: round3(Number(wal) / MB),
        deadRows: Number(dead),
        mostDeadRows: Number(mostDead),
        events: histories && round3(histories.events),
        historyKb: histories && round3(histories.bytes / 1_024),
        memoryMb: readMemory(),
        cpuMs: subtract(cpu, before),
      };
    },
    close: () => db.end(),
  };
}

function takeSlowest({ slowest }: Seen): Record<string, number> {
  const taken = Object.fromEntries([...slowest].map(([path, ms]) => [path, round3(ms)]));
  slowest.clear();
  return taken;
}

/** The embedded server's SQLite database with its WAL. */
function sumTemporalFiles(home: string): number {
  return readdirSync(home)
    .filter((name) => name.startsWith('temporal.db'))
    .reduce((sum, name) => sum + (statSync(join(home, name), { throwIfNoEntry: false })?.size ?? 0), 0);
}

/** Memory of each kind of process: resident, and for PostgreSQL, whose processes share most of theirs, proportional. */
function readMemory(): SoakSample['memoryMb'] {
  const memory: SoakSample['memoryMb'] = {};
  for (const { pid, part } of listParts()) {
    const kb = part === 'postgres' ? readProportionalKb(pid) : readResidentKb(pid);
    memory[part] = Math.round((memory[part] ?? 0) + kb / 1_024);
  }
  return memory;
}

function subtract(after: CpuMs, before: CpuMs): CpuMs {
  return Object.fromEntries(
    Object.entries(after).map(([part, ms]) => [part, ms - (before[part as keyof CpuMs] ?? 0)]),
  ) as CpuMs;
}
