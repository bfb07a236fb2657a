import type { Client } from '@temporalio/client';
import { PAGE_SIZE } from '../../platforms/rate-limiter.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { type CpuMs, type ProcessPart, readCpu, untilQuiet } from '../rig/cpu.js';
import { startWholeDesk } from '../rig/desk.js';
import { type HighWaterMb, readHighWater, resetHighWater } from '../rig/high-water.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import type { BenchOptions } from '../rig/options.js';
import { prepareOrder } from '../rig/orders.js';
import { computeMedian, round3 } from '../rig/pairs.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';
import { connectTemporal, describe } from '../rig/temporal.js';

export const GROWTH_TARGET = { slope: 1.02, eventsBeyondPages: 1.2, events: 600, memory: 1.25 } as const;
const SIZES = [100, 1_178, 10_000, 100_000] as const;
const USUAL = 1_178;
const MAX = 100_000;
const ENFORCED_WITHIN_MS = 300_000;
const NOT_THE_DESK: readonly ProcessPart[] = ['simulators', 'peer'];

interface Way {
  cpuMs: number;
  byPart: CpuMs;
  events: number;
  highWaterMb: HighWaterMb;
}

/** Measures CPU time, events and peak memory of orders of 10^2 to 10^5 targets, from receipt to in force. */
export async function measureGrowth({ pairs, say }: BenchOptions): Promise<Measured> {
  const desk = await startWholeDesk(say);
  const http = createHttpClient({ ...desk, connections: 4 });
  const temporal = await connectTemporal(desk.temporal);
  try {
    await goWay(http, temporal.client, USUAL);
    const ways = new Map<number, Way[]>(SIZES.map((size) => [size, []]));
    for (let round = 0; round < pairs; round += 1) {
      // Ascending, then descending, so that a machine or a registry that gets slower affects all sizes alike.
      for (const size of round % 2 === 0 ? SIZES : SIZES.toReversed())
        ways.get(size)?.push(await goWay(http, temporal.client, size));
      say(`  round ${round + 1} of ${pairs}`);
    }
    return toMeasured(pairs, ways);
  } finally {
    await Promise.all([http.close(), temporal.close()]);
  }
}

async function goWay(http: HttpClient, client: Client, targets: number): Promise<Way> {
  await untilQuiet();
  resetHighWater();
  const before = readCpu();
  const { notice, lastApproval } = await prepareOrder(http, targets);
  await lastApproval();
  await notice.reaches('in_force', ENFORCED_WITHIN_MS);
  await untilQuiet();
  const byPart: CpuMs = {};
  for (const [part, ms] of Object.entries(readCpu()) as [ProcessPart, number][]) {
    if (!NOT_THE_DESK.includes(part)) byPart[part] = ms - (before[part] ?? 0);
  }
  const { events } = await describe(client, makeNoticeWorkflowId(notice.id));
  const cpuMs = Object.values(byPart).reduce((sum, ms) => sum + ms, 0);
  return { cpuMs, byPart, events, highWaterMb: readHighWater() };
}

function toMeasured(pairs: number, ways: ReadonlyMap<number, readonly Way[]>): Measured {
  const cpuMs = (size: number) => computeMedian((ways.get(size) ?? []).map((way) => way.cpuMs));
  const events = (size: number) => Math.max(...(ways.get(size) ?? []).map((way) => way.events));
  const highest = (size: number, part: ProcessPart) =>
    Math.max(...(ways.get(size) ?? []).map(({ highWaterMb }) => highWaterMb[part] ?? 0));
  const points = SIZES.map((size) => ({ x: Math.log10(size), y: Math.log10(cpuMs(size)) }));
  const slope = round3(computeSlope(points));
  const pages = Math.ceil(MAX / PAGE_SIZE);
  const memory = Object.fromEntries(
    (['worker', 'enforcement', 'api'] as const).map((part) => [
      part,
      {
        usualMb: highest(USUAL, part),
        maxMb: highest(MAX, part),
        times: round3(highest(MAX, part) / highest(USUAL, part)),
      },
    ]),
  );
  const flat = Object.values(memory).every(({ times }) => times <= GROWTH_TARGET.memory);
  return {
    ratio: { median: slope, min: slope, max: slope },
    pairs,
    met:
      slope <= GROWTH_TARGET.slope &&
      events(MAX) <= events(USUAL) * GROWTH_TARGET.eventsBeyondPages + pages &&
      events(MAX) <= GROWTH_TARGET.events &&
      flat,
    a: Object.fromEntries(
      SIZES.map((size) => [
        size,
        {
          cpuMs: cpuMs(size),
          cpuMsPerTarget: round3(cpuMs(size) / size),
          events: events(size),
          byPart: ways.get(size)?.at(-1)?.byPart,
        },
      ]),
    ),
    b: {},
    counters: { slope, slopeOfLastDecade: round3(computeSlope(points.slice(-2))), pages, memory },
    limits: DESK_LIMITS,
    durability: DESK_DURABILITY,
    note: 'No peer: the desk against itself. The figure is the slope of log CPU over log targets, least squares, of all processes of the desk (API, workers, watchdog, Temporal, PostgreSQL; not the doubles) from the receipt of an order to in force and quiet again. Events are those of the notice; a few come or go with how answers fall together. Memory: the most RSS a process held during an order of 100,000 against one of 1,178.',
  };
}

function computeSlope(points: readonly { x: number; y: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point.x)), mean(points.map((point) => point.y))];
  const over = points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0);
  const under = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0);
  return over / under;
}
