import { setTimeout as sleep } from 'node:timers/promises';
import { cpuPerOp, type CpuMs, readCpu } from './cpu.js';
import { planDuels, type LagKind, type LagSize, planGeneration, type Round, type Sleeper } from './lag-plan.js';
import { runConcurrently } from './load.js';
import type { Dormitory } from './sleepers.js';

export interface Woken {
  side: Round['side'];
  kind: LagKind;
  pair: number;
  lagsMs: number[];
  /** Rows per second from the first due instant to the last row. */
  perSecond: number;
  cpuMs: CpuMs;
  /**
   * For a sample of sleepers: how late their timer was set (their first task's time), how late it fired, and the rest.
   */
  stages: Stages[];
  early: number;
  missing: number;
  twice: number;
  /** The last row came after the next round had begun. */
  overlapped: boolean;
}

export interface Stages {
  setLateMs: number;
  rangLateMs: number;
  recordedMs: number;
}

type Say = (text: string) => void;

interface RateLimiter {
  /** Ms per sleeper on each side at full speed. */
  startMs: number;
  /** Ms between two starts of sleepers that fall due; 0: as fast as possible. */
  everyMs: number;
  /** Ms from one round's first due instant to the next one's. */
  slotMs: number;
}

const STARTS_AT_ONCE = 4;
/**
 * Sleepers that fall due are started at this share of the max rate: a timer is set when its first task ends, so
 * queueing on a busy machine would show up in every lag.
 */
const GENTLY = 0.6;
const WARMING = 200;
const WARMING_PACE: RateLimiter = { startMs: 60, everyMs: 0, slotMs: 12_000 };
/** Nothing falls due for this long before a round, and starting has to be over by then. */
const QUIET_MS = 4_000;
/** Keeps a benchmark within its time on a slow machine too. */
const MAX_SLOT_MS = 40_000;
/** Starting and all rounds together; a benchmark may take fifteen minutes in all. */
const MAX_MS = 13 * 60_000;
const MARGIN = 1.15;
const CPU_BEFORE_MS = 200;
const POLL_MS = 500;
export const SAMPLES = 30;

/**
 * Runs all rounds of a size after one that warms both sides and measures this machine's speed. A slow machine measures
 * fewer pairs, to finish in time.
 */
export async function runRounds(dormitory: Dormitory, size: LagSize, say: Say): Promise<Woken[]> {
  const warming = { open: Math.min(WARMING, size.due), due: Math.min(WARMING, size.due) };
  const warmed = await runGeneration(dormitory, [{ kind: 'burst', pair: 1 }], { ...warming, pace: WARMING_PACE, say });
  const perSecond = Math.min(...warmed.woken.map((woken) => woken.perSecond));
  const span = size.due * 20;
  const slotMs = Math.min(MAX_SLOT_MS, Math.max(span, (1.5 * size.due * 1000) / perSecond) + QUIET_MS);
  const pace = { startMs: warmed.startMs, everyMs: warmed.startMs / GENTLY, slotMs: Math.ceil(slotMs) };
  say(
    `  warm: ${Math.round(1000 / pace.startMs)} starts/s a side, ${Math.round(perSecond)} rows/s; slots of ${pace.slotMs} ms`,
  );
  let { pairs } = size;
  while (pairs > 1 && expectedMs({ ...size, pairs }, pace) > MAX_MS) pairs -= 1;
  if (pairs < size.pairs) say(`  time for ${pairs} of ${size.pairs} pairs only`);
  const woken: Woken[] = [];
  const generations = planDuels({ ...size, pairs });
  for (const [index, duels] of generations.entries()) {
    say(`  starting ${size.open} sleepers on each side (${index + 1} of ${generations.length}) …`);
    woken.push(...(await runGeneration(dormitory, duels, { ...size, pace, say })).woken);
  }
  return woken;
}

function untilFirstDueMs({ open, dues }: { open: number; dues: number }, { startMs, everyMs }: RateLimiter): number {
  const others = Math.max(0, open - dues);
  return Math.ceil(MARGIN * (dues * Math.max(everyMs, startMs) + others * startMs)) + 2 * QUIET_MS;
}

function expectedMs(size: LagSize, pace: RateLimiter): number {
  return planDuels(size).reduce(
    (sum, duels) =>
      sum + untilFirstDueMs({ ...size, dues: duels.length * size.due }, pace) + 2 * duels.length * pace.slotMs,
    0,
  );
}

async function runGeneration(
  dormitory: Dormitory,
  duels: ReturnType<typeof planDuels>[number],
  { open, due, pace, say }: Pick<LagSize, 'open' | 'due'> & { pace: RateLimiter; say: Say },
): Promise<{ woken: Woken[]; startMs: number }> {
  const firstDueMs = Date.now() + untilFirstDueMs({ open, dues: duels.length * due }, pace);
  const plan = planGeneration(duels, { open, due, firstDueMs, slotMs: pace.slotMs });
  const fromMs = performance.now();
  await startAll(dormitory, plan.due, pace.everyMs);
  await startAll(dormitory, plan.others, 0);
  const aheadMs = firstDueMs - Date.now();
  const tookMs = performance.now() - fromMs;
  say(`  started in ${Math.round(tookMs / 1000)} s; the first falls due in ${Math.round(aheadMs / 1000)} s`);
  if (aheadMs < QUIET_MS)
    throw new Error('Starting took longer than the first sleepers were to sleep. Try again on a quieter machine.');
  const cpu: CpuMs[] = [];
  for (const round of plan.rounds) {
    cpu.push(await follow(dormitory, round, pace.slotMs));
    say(`  ${round.kind} ${round.pair}, ${round.side}: over`);
  }
  const woken: Woken[] = [];
  for (const [index, round] of plan.rounds.entries())
    woken.push(await readWoken(dormitory, { round, next: plan.rounds[index + 1], cpuMs: cpu[index] ?? {} }));
  return { woken, startMs: tookMs / open };
}

/** Starts both sides concurrently, one of each every `everyMs`, so that the machine treats their first tasks alike. */
async function startAll(
  { sides }: Dormitory,
  sleepers: Record<Round['side'], readonly Sleeper[]>,
  everyMs: number,
): Promise<void> {
  const fromMs = Date.now();
  const start = (side: Round['side']) =>
    runConcurrently({
      count: sleepers[side].length,
      concurrency: STARTS_AT_ONCE,
      work: async (index) => {
        await sleepUntil(fromMs + index * everyMs);
        const sleeper = sleepers[side][index];
        if (sleeper !== undefined) await sides[side].start(sleeper);
      },
    });
  await Promise.all([start('desk'), start('peer')]);
}

async function follow(dormitory: Dormitory, { side, sleepers }: Round, slotMs: number): Promise<CpuMs> {
  const ids = sleepers.map(({ id }) => id);
  const firstMs = sleepers[0]?.dueAtMs ?? 0;
  const lastMs = sleepers.at(-1)?.dueAtMs ?? 0;
  const endMs = firstMs + slotMs - QUIET_MS / 4;
  await sleepUntil(firstMs - CPU_BEFORE_MS);
  const before = readCpu();
  await sleepUntil(lastMs);
  while ((await dormitory.count(side, ids)) < ids.length && Date.now() + POLL_MS < endMs) await sleep(POLL_MS);
  return cpuPerOp(before, readCpu(), ids.length);
}

async function readWoken(
  dormitory: Dormitory,
  { round, next, cpuMs }: { round: Round; next: Round | undefined; cpuMs: CpuMs },
): Promise<Woken> {
  const { side, kind, pair, sleepers } = round;
  const rows = await dormitory.read(
    side,
    sleepers.map(({ id }) => id),
  );
  const lagsMs = sleepers.flatMap(({ id, dueAtMs }) => (rows.get(id) ?? []).slice(0, 1).map((ms) => ms - dueAtMs));
  const lastMs = Math.max(...[...rows.values()].flat());
  return {
    side,
    kind,
    pair,
    lagsMs,
    perSecond: sleepers.length / ((lastMs - (sleepers[0]?.dueAtMs ?? 0)) / 1000),
    cpuMs,
    stages: await measureStages(dormitory, round, rows),
    early: lagsMs.filter((ms) => ms < 0).length,
    missing: sleepers.length - rows.size,
    twice: [...rows.values()].filter(({ length }) => length > 1).length,
    overlapped: lastMs > (next?.sleepers[0]?.dueAtMs ?? Number.POSITIVE_INFINITY),
  };
}

async function measureStages(
  dormitory: Dormitory,
  { side, sleepers }: Round,
  rows: ReadonlyMap<string, number[]>,
): Promise<Stages[]> {
  const every = Math.max(1, Math.floor(sleepers.length / SAMPLES));
  const stages: Stages[] = [];
  for (const { id, dueAtMs } of sleepers.filter((_, index) => index % every === 0)) {
    const committedMs = rows.get(id)?.[0];
    if (committedMs === undefined) continue;
    const { setForMs, rangMs } = await dormitory.timer(side, id);
    stages.push({ setLateMs: setForMs - dueAtMs, rangLateMs: rangMs - setForMs, recordedMs: committedMs - rangMs });
  }
  return stages;
}

async function sleepUntil(atMs: number): Promise<void> {
  await sleep(Math.max(0, atMs - Date.now()));
}
