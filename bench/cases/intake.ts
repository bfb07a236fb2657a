import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { averageCpu, cpuPerOp, type CpuMs, readCpu, untilQuiet } from '../rig/cpu.js';
import { type BenchDesk, startIntakeDesk, startWholeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { runConcurrently } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder } from '../rig/orders.js';
import { interleave, computeMedian, round3, computeSpread } from '../rig/pairs.js';
import { startPeerWorker } from '../peers/peer-bundle.js';
import { countPostgres } from '../rig/postgres.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';
import { connectTemporal } from '../rig/temporal.js';

export const INTAKE_TARGET = 0.75;
const CONCURRENCY = 16;
const TARGETS = 3;
/** Long enough for CPU ticks of 10 ms, short enough for the machine's load to stay the same. */
const NOTICES = 240;
const STARTS = 480;

interface Block {
  perSecond: number;
  cpuMs: CpuMs;
}

/** Compares notices per second with bare workflow starts; no worker polls on either side. */
export async function measureIntake(options: BenchOptions): Promise<Measured> {
  const desk = await startIntakeDesk(options.say);
  return measure(desk, { ...options, queue: 'bench-nobody', working: false });
}

export async function measureIntakeAtWork(options: BenchOptions): Promise<Measured> {
  const desk = await startWholeDesk(options.say);
  const queue = await startPeerWorker(desk);
  return measure(desk, { ...options, queue, working: true });
}

async function measure(
  desk: BenchDesk,
  { pairs, say, queue, working }: BenchOptions & { queue: string; working: boolean },
): Promise<Measured> {
  const http = createHttpClient({ ...desk, connections: CONCURRENCY });
  const temporal = await connectTemporal(desk.temporal);
  try {
    const a = () => block(NOTICES, () => takeNotices(http, NOTICES));
    const b = () => block(STARTS, () => startWorkflows(temporal.client, STARTS, queue));
    const measured = await interleave({ pairs, warmUp: 1, a, b, say });
    const registry = await countPostgres({
      url: desk.database,
      ops: NOTICES,
      work: async () => void (await takeNotices(http, NOTICES)),
    });
    await untilQuiet();
    const alone = await takeNotices(http, NOTICES / 2, 1);
    const ratio = computeSpread(measured.map((pair) => pair.a.perSecond / pair.b.perSecond));
    return {
      ratio,
      pairs,
      met: ratio.median >= INTAKE_TARGET,
      a: { ...summary(measured.map((pair) => pair.a)), oneClientPerSecond: round3(NOTICES / 2 / (alone / 1000)) },
      b: summary(measured.map((pair) => pair.b)),
      counters: { registryPerNotice: registry, atOnce: CONCURRENCY, notices: NOTICES, starts: STARTS },
      limits: DESK_LIMITS,
      durability: DESK_DURABILITY,
      note: working
        ? 'The whole desk works on what comes in (first task, acknowledgement, look-up of targets); the peer is started and run to its end by a worker of its own.'
        : 'PostgreSQL, Temporal and the API alone: no worker polls on either side, so only taking in is measured.',
    };
  } finally {
    await Promise.all([http.close(), temporal.close()]);
  }
}

function summary(blocks: readonly Block[]): Record<string, unknown> {
  return {
    perSecond: computeMedian(blocks.map(({ perSecond }) => perSecond)),
    cpuMsPerOp: averageCpu(blocks.map(({ cpuMs }) => cpuMs)),
  };
}

async function block(ops: number, run: () => Promise<number>): Promise<Block> {
  await untilQuiet();
  const before = readCpu();
  const ms = await run();
  return { perSecond: ops / (ms / 1000), cpuMs: cpuPerOp(before, readCpu(), ops) };
}

async function takeNotices(http: HttpClient, count: number, concurrency = CONCURRENCY): Promise<number> {
  const orders = Array.from({ length: count }, () => ({ text: JSON.stringify(anOrder(TARGETS)), key: randomUUID() }));
  return runConcurrently({
    count,
    concurrency,
    work: async (index) => {
      const { text = '', key = '' } = orders[index] ?? {};
      const status = await http.load('intake', '/v1/notices', text, { 'idempotency-key': key });
      if (status !== 201) throw new Error(`A notice was answered ${status}.`);
    },
  });
}

async function startWorkflows(client: Client, count: number, taskQueue: string): Promise<number> {
  return runConcurrently({
    count,
    concurrency: CONCURRENCY,
    work: async () =>
      void (await client.workflow.start('emptyWorkflow', { taskQueue, workflowId: `bench-${randomUUID()}`, args: [] })),
  });
}
