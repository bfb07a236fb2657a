import { randomUUID } from 'node:crypto';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { averageCpu, cpuPerOp, type CpuMs, readCpu } from '../rig/cpu.js';
import { type BenchDesk, startWholeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder, type BenchNotice, receive } from '../rig/orders.js';
import { interleave, percentile, round3, computeSpread, type Pair } from '../rig/pairs.js';
import { startPeerWorker } from '../peers/peer-bundle.js';
import { countPostgres } from '../rig/postgres.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';
import { connectTemporal, describe } from '../rig/temporal.js';

export const DECISION_TARGET = 1.7;
export const REFUSAL_TARGET = 0.8;
const COMMANDS = 60;
const WARMING = 20;

interface Block {
  ms: number[];
  cpuMs: CpuMs;
}

interface Stage {
  desk: BenchDesk;
  http: HttpClient;
  client: Client;
  notice: BenchNotice;
  decide: () => Promise<void>;
  refuse: () => Promise<void>;
  handle: WorkflowHandle;
}

/** Compares a command over HTTP, committed when it answers, with a bare Update of a warm workflow; one at a time. */
export async function measureDecision(options: BenchOptions): Promise<Measured> {
  return onStage(options, async (stage) => {
    const { desk, handle, decide } = stage;
    const pairs = await interleave({
      ...options,
      warmUp: 1,
      a: () => block(decide),
      b: () => block(() => handle.executeUpdate('touch')),
    });
    const registry = await countPostgres({ url: desk.database, ops: COMMANDS, work: () => repeat(COMMANDS, decide) });
    const ratio = computeSpread(pairs.map(({ a, b }) => percentile(a.ms, 50) / percentile(b.ms, 50)));
    const p99 = pooled(pairs, 'a', 99) / pooled(pairs, 'b', 99);
    return toMeasured({
      options,
      pairs,
      ratio,
      met: ratio.median <= DECISION_TARGET,
      counters: { p99Ratio: round3(p99), registryPerCommand: registry },
    });
  });
}

/** Compares a command refused for its stale version with one that is accepted. */
export async function measureRefusal(options: BenchOptions): Promise<Measured> {
  return onStage(options, async (stage) => {
    const { desk, client, notice, decide, refuse } = stage;
    const pairs = await interleave({
      ...options,
      warmUp: 1,
      a: () => block(refuse),
      b: () => block(decide),
    });
    const id = makeNoticeWorkflowId(notice.id);
    const before = await describe(client, id);
    const registry = await countPostgres({ url: desk.database, ops: COMMANDS, work: () => repeat(COMMANDS, refuse) });
    const after = await describe(client, id);
    const ratio = computeSpread(pairs.map(({ a, b }) => percentile(a.ms, 50) / percentile(b.ms, 50)));
    const counters = {
      eventsPerRefusal: (after.events - before.events) / COMMANDS,
      transitionsPerRefusal: (after.transitions - before.transitions) / COMMANDS,
      registryPerRefusal: registry,
    };
    return toMeasured({
      options,
      pairs,
      ratio,
      met: ratio.median <= REFUSAL_TARGET && counters.eventsPerRefusal === 0,
      counters,
    });
  });
}

interface Outcome {
  options: BenchOptions;
  pairs: readonly Pair<Block, Block>[];
  ratio: Measured['ratio'];
  met: boolean;
  counters: Record<string, unknown>;
}

function toMeasured({ options, pairs, ratio, met, counters }: Outcome): Measured {
  return {
    ratio,
    pairs: options.pairs,
    met,
    a: side(pairs, 'a'),
    b: side(pairs, 'b'),
    counters: { ...counters, commandsPerBlock: COMMANDS },
    limits: DESK_LIMITS,
    durability: DESK_DURABILITY,
    note: 'One at a time, warm, the whole desk running. The ratio is of the p50 of each block; p99 is over all blocks of a side.',
  };
}

function side(pairs: readonly Pair<Block, Block>[], which: 'a' | 'b'): Record<string, unknown> {
  return {
    p50Ms: round3(pooled(pairs, which, 50)),
    p99Ms: round3(pooled(pairs, which, 99)),
    cpuMsPerOp: averageCpu(pairs.map((pair) => pair[which].cpuMs)),
  };
}

function pooled(pairs: readonly Pair<Block, Block>[], which: 'a' | 'b', percent: number): number {
  return percentile(
    pairs.flatMap((pair) => pair[which].ms),
    percent,
  );
}

async function block(work: () => Promise<unknown>): Promise<Block> {
  const before = readCpu();
  const ms: number[] = [];
  for (let index = 0; index < COMMANDS; index += 1) ms.push(await timed(work));
  return { ms, cpuMs: cpuPerOp(before, readCpu(), COMMANDS) };
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < times; index += 1) await work();
}

async function onStage(options: BenchOptions, measure: (stage: Stage) => Promise<Measured>): Promise<Measured> {
  const desk = await startWholeDesk(options.say);
  const taskQueue = await startPeerWorker(desk);
  const http = createHttpClient({ ...desk, connections: 4 });
  const temporal = await connectTemporal(desk.temporal);
  try {
    const notice = await receive(http, anOrder(3));
    await notice.settles();
    await notice.command('reviewer', 'triage');
    const handle = await temporal.client.workflow.start('updatableWorkflow', {
      taskQueue,
      workflowId: `bench-${randomUUID()}`,
      args: [],
    });
    const stage = {
      desk,
      http,
      client: temporal.client,
      notice,
      handle,
      decide: decisions(notice),
      refuse: refusals(http, notice),
    };
    await repeat(WARMING, stage.decide);
    await repeat(WARMING, stage.refuse);
    await repeat(WARMING, () => handle.executeUpdate('touch'));
    return await measure(stage);
  } finally {
    await Promise.all([http.close(), temporal.close()]);
  }
}

function decisions(notice: BenchNotice): () => Promise<void> {
  let claimed = false;
  return async () => {
    await notice.command('reviewer', claimed ? 'release' : 'claim');
    claimed = !claimed;
  };
}

function refusals(http: HttpClient, { id }: BenchNotice): () => Promise<void> {
  return async () => {
    const { status } = await http.post('reviewer', `/v1/notices/${id}/annotate`, {
      text: 'On what I saw',
      expectedVersion: 1,
    });
    if (status !== 409 && status !== 412) throw new Error(`A stale command was answered ${status}.`);
  };
}
