import { keepCommitTimes } from '../rig/commit-times.js';
import { averageCpu } from '../rig/cpu.js';
import { startWholeDesk } from '../rig/desk.js';
import type { LagKind, LagSide } from '../rig/lag-plan.js';
import { runRounds, SAMPLES, type Stages, type Woken } from '../rig/lag-rounds.js';
import type { BenchOptions } from '../rig/options.js';
import { computeMedian, percentile, round3, type Spread, computeSpread } from '../rig/pairs.js';
import { startPeerWorker } from '../peers/peer-bundle.js';
import { CACHED } from '../peers/peer-worker.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';
import { openDormitory } from '../rig/sleepers.js';
import { connectTemporal } from '../rig/temporal.js';

export const TIMER_LAG_TARGET = { p50: 1.3, p99: 1.5, drain: 0.7 } as const;
/** A pair of rounds takes a minute, and there are two kinds of them. */
const MAX_PAIRS = 3;

/** Measures from a clock's due instant to its committed action row, with as many notices open as fall due together. */
export function measureTimerLagOf1k(options: BenchOptions): Promise<Measured> {
  return measure(options, options.due);
}

export function measureTimerLagOf10k(options: BenchOptions): Promise<Measured> {
  return measure(options, 10 * options.due);
}

async function measure({ due, say, ...options }: BenchOptions, open: number): Promise<Measured> {
  const pairs = Math.min(options.pairs, MAX_PAIRS);
  const desk = await startWholeDesk(say);
  await keepCommitTimes(desk);
  const peerQueue = await startPeerWorker(desk);
  const temporal = await connectTemporal(desk.temporal);
  const dormitory = await openDormitory({ desk, client: temporal.client, peerQueue });
  try {
    const woken = await runRounds(dormitory, { open, due, pairs }, say);
    return toMeasured(woken, { open, due, pairs: Math.max(...woken.map(({ pair }) => pair)) });
  } finally {
    await Promise.all([dormitory.close(), temporal.close()]);
  }
}

interface Size {
  open: number;
  due: number;
  pairs: number;
}

function toMeasured(woken: readonly Woken[], { open, due, pairs }: Size): Measured {
  const ratios = {
    spreadP50: computeRatio(woken, 'spread', ({ lagsMs }) => percentile(lagsMs, 50)),
    spreadP99: computeRatio(woken, 'spread', ({ lagsMs }) => percentile(lagsMs, 99)),
    burstDrain: computeRatio(woken, 'burst', ({ perSecond }) => perSecond),
    burstP50: computeRatio(woken, 'burst', ({ lagsMs }) => percentile(lagsMs, 50)),
    burstP99: computeRatio(woken, 'burst', ({ lagsMs }) => percentile(lagsMs, 99)),
  };
  const wrong = {
    early: sumFigures(woken, ({ early }) => early),
    missing: sumFigures(woken, ({ missing }) => missing),
    twice: sumFigures(woken, ({ twice }) => twice),
    roundsOverlapped: sumFigures(woken, ({ overlapped }) => Number(overlapped)),
  };
  const others = open - 2 * pairs * due;
  const beside =
    others >= CACHED
      ? `${others} others, started last, have pushed them out of the cache of either worker, so each firing replays.`
      : 'Most are in the cache of either worker.';
  return {
    ratio: ratios.spreadP50,
    pairs,
    met:
      ratios.spreadP50.median <= TIMER_LAG_TARGET.p50 &&
      ratios.spreadP99.median <= TIMER_LAG_TARGET.p99 &&
      ratios.burstDrain.median >= TIMER_LAG_TARGET.drain &&
      Object.values(wrong).every((count) => count === 0),
    a: { spread: summary(woken, 'desk', 'spread'), burst: summary(woken, 'desk', 'burst') },
    b: { spread: summary(woken, 'peer', 'spread'), burst: summary(woken, 'peer', 'burst') },
    counters: { ratios, ...wrong, open, due },
    limits: { ...DESK_LIMITS, cachedWorkflows: CACHED },
    durability: `${DESK_DURABILITY}; track_commit_timestamp=on, which the desk has off`,
    note: `${pairs} pairs for each of spread (20 ms apart) and burst (1 ms apart), fewer than the seven of others for their length. From the due to the commit of the row as PostgreSQL keeps it (pg_xact_commit_timestamp, just before the disk has it): of the desk the audit entry clock_missed, in one transaction with notice, clock and alert; of the peer one row of two columns. Both stay open and sleep on. The ratio is of the spread’s p50; in a burst the lag is the queue, which the drain rate tells. A timer is set when its task is over, so each lag holds the length of the first task too, on both sides: stagesP50Ms has that (setLateMs), what the server’s timer adds, and the rest to the commit, of ${SAMPLES} sleepers a round. Sleepers are started at 0.6 of the fastest rate to keep it short. ${beside}`,
  };
}

function computeRatio(woken: readonly Woken[], kind: LagKind, figure: (woken: Woken) => number): Spread {
  const pairs = [...new Set(woken.map(({ pair }) => pair))];
  const of = (side: LagSide, pair: number) => {
    const round = woken.find((one) => one.side === side && one.kind === kind && one.pair === pair);
    return round === undefined ? Number.NaN : figure(round);
  };
  return computeSpread(pairs.map((pair) => of('desk', pair) / of('peer', pair)));
}

function summary(woken: readonly Woken[], side: LagSide, kind: LagKind): Record<string, unknown> {
  const rounds = woken.filter((one) => one.side === side && one.kind === kind);
  const lags = rounds.flatMap(({ lagsMs }) => lagsMs);
  return {
    p50Ms: round3(percentile(lags, 50)),
    p99Ms: round3(percentile(lags, 99)),
    maxMs: round3(percentile(lags, 100)),
    ...(kind === 'burst' ? { drainPerSecond: computeMedian(rounds.map(({ perSecond }) => perSecond)) } : {}),
    stagesP50Ms: medians(rounds.flatMap(({ stages }) => stages)),
    cpuMsPerFiring: averageCpu(rounds.map(({ cpuMs }) => cpuMs)),
  };
}

function medians(stages: readonly Stages[]): Stages {
  return {
    setLateMs: computeMedian(stages.map(({ setLateMs }) => setLateMs)),
    rangLateMs: computeMedian(stages.map(({ rangLateMs }) => rangLateMs)),
    recordedMs: computeMedian(stages.map(({ recordedMs }) => recordedMs)),
  };
}

function sumFigures(woken: readonly Woken[], figure: (woken: Woken) => number): number {
  return woken.reduce((sum, one) => sum + figure(one), 0);
}
