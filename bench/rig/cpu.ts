import { readdirSync, readFileSync } from 'node:fs';

export const PROCESS_PARTS = {
  api: /^notice-desk-api/,
  worker: /^notice-desk-wor/,
  enforcement: /^notice-desk-enf/,
  watchdog: /^notice-desk-wat/,
  mail: /^notice-desk-mai/,
  press: /^notice-desk-pre/,
  gate: /^notice-desk-tem/,
  simulators: /^notice-desk-sim/,
  temporal: /^temporal/,
  postgres: /^postgres/,
  peer: /^(bench-peer|java)/,
  ozone: /^ozone/,
} as const;
export type ProcessPart = keyof typeof PROCESS_PARTS;

export type CpuMs = Partial<Record<ProcessPart, number>>;

interface ProcessStat {
  pid: number;
  parent: number;
  name: string;
  cpuMs: number;
}

/** The kernel counts in ticks of 10 ms on every Linux we know (getconf CLK_TCK = 100). */
const TICK_MS = 10;

export function readCpu(): CpuMs {
  const used: CpuMs = {};
  for (const { part, cpuMs } of listParts()) used[part] = (used[part] ?? 0) + cpuMs;
  return used;
}

export function listParts(): (ProcessStat & { part: ProcessPart })[] {
  const all = listProcesses();
  const below = new Set([process.pid]);
  for (let grown = true; grown; ) {
    const children = all.filter(({ pid, parent }) => below.has(parent) && !below.has(pid));
    for (const { pid } of children) below.add(pid);
    grown = children.length > 0;
  }
  return all.flatMap((one) => {
    const part = below.has(one.pid) ? findPart(one.name) : undefined;
    return part === undefined ? [] : [{ ...one, part }];
  });
}

export function readCpuByName(pids: ReadonlyMap<string, number>): Map<string, number> {
  const all = listProcesses();
  return new Map([...pids].map(([name, pid]) => [name, sumBelow(all, pid)]));
}

function sumBelow(all: readonly ProcessStat[], pid: number): number {
  const own = all.find((one) => one.pid === pid)?.cpuMs ?? 0;
  return all.filter(({ parent }) => parent === pid).reduce((sum, child) => sum + sumBelow(all, child.pid), own);
}

export function cpuPerOp(before: CpuMs, after: CpuMs, ops: number): CpuMs {
  const perOp: CpuMs = {};
  for (const [part, ms] of Object.entries(after) as [ProcessPart, number][]) {
    perOp[part] = Math.round(((ms - (before[part] ?? 0)) / ops) * 100) / 100;
  }
  return perOp;
}

export function averageCpu(readings: readonly CpuMs[]): CpuMs {
  const average: CpuMs = {};
  for (const part of Object.keys(PROCESS_PARTS) as ProcessPart[]) {
    const values = readings.flatMap((reading) => reading[part] ?? []);
    if (values.length === 0) continue;
    average[part] = Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 100) / 100;
  }
  return average;
}

const POLL_MS = 250;
/** Less than a tenth of a core. */
const QUIET_MS = 25;

export async function untilQuiet(withinMs = 60_000): Promise<void> {
  const giveUpAt = Date.now() + withinMs;
  for (let before = total(readCpu()); Date.now() < giveUpAt; ) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    const now = total(readCpu());
    if (now - before < QUIET_MS) return;
    before = now;
  }
}

function total(used: CpuMs): number {
  return Object.values(used).reduce((sum, ms) => sum + ms, 0);
}

function findPart(name: string): ProcessPart | undefined {
  return (Object.keys(PROCESS_PARTS) as ProcessPart[]).find((part) => PROCESS_PARTS[part].test(name));
}

function listProcesses(): ProcessStat[] {
  return tryOr([], () => readdirSync('/proc')).flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    const text = tryOr('', () => readFileSync(`/proc/${entry}/stat`, 'utf8')); // the process may have ended meanwhile
    return text === '' ? [] : [parseStat(Number(entry), text)];
  });
}

function parseStat(pid: number, text: string): ProcessStat {
  const close = text.lastIndexOf(')'); // the name may hold spaces and brackets
  const fields = text
    .slice(close + 2)
    .split(' ')
    .map(Number);
  // After the name: state, parent, … utime, stime, and the same two of children that have ended.
  const [, parent = 0, , , , , , , , , , utime = 0, stime = 0, cutime = 0, cstime = 0] = fields;
  return {
    pid,
    parent,
    name: text.slice(text.indexOf('(') + 1, close),
    cpuMs: (utime + stime + cutime + cstime) * TICK_MS,
  };
}

function tryOr<T>(otherwise: T, read: () => T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
