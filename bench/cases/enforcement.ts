import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { Pool } from 'undici';
import { averageCpu, cpuPerOp, type CpuMs, readCpu } from '../rig/cpu.js';
import { type BenchDesk, startWholeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import type { BenchOptions } from '../rig/options.js';
import { postOperations } from '../rig/platform.js';
import { prepareOrder } from '../rig/orders.js';
import { interleave, computeMedian, round3, computeSpread } from '../rig/pairs.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';

export const ENFORCEMENT_TARGET = 0.55;
export const ENFORCEMENT_OF_100K_TARGET = 0.7;
const MAX_ORDER = 100_000;
const LONG_ORDER = 10_000;
const ENFORCED_WITHIN_MS = 300_000;
const BATCH = 1_000;

interface Enforced {
  perSecond: number;
  startedToFinishedMs: number;
  approvedToFinishedMs: number;
  approvedToInForceMs: number;
  cpuMs: CpuMs;
}

interface Raw {
  perSecond: number;
  ms: number;
  cpuMs: CpuMs;
}

/** Compares targets per second of a whole enforcement with a bare loop that posts the same operations. */
export function measureEnforcement(options: BenchOptions): Promise<Measured> {
  return measure(options, ENFORCEMENT_TARGET);
}

export function measureEnforcementOf100k(options: BenchOptions): Promise<Measured> {
  return measure({ ...options, targets: MAX_ORDER }, ENFORCEMENT_OF_100K_TARGET);
}

async function measure({ pairs, targets, say }: BenchOptions, target: number): Promise<Measured> {
  const desk = await startWholeDesk(say);
  const http = createHttpClient({ ...desk, connections: 4 });
  const platform = new Pool(desk.platform, { connections: 32 });
  try {
    const measured = await interleave({
      pairs,
      warmUp: 1,
      a: () => enforce(http, targets),
      b: () => postRaw(desk, platform, targets),
      say,
    });
    const a = measured.map((pair) => pair.a);
    const b = measured.map((pair) => pair.b);
    const ratio = computeSpread(measured.map((pair) => pair.a.perSecond / pair.b.perSecond));
    return {
      ratio,
      pairs,
      met: ratio.median >= target,
      a: {
        targetsPerSecond: computeMedian(a.map(({ perSecond }) => perSecond)),
        startedToFinishedMs: computeMedian(a.map(({ startedToFinishedMs }) => startedToFinishedMs)),
        approvedToFinishedMs: computeMedian(a.map(({ approvedToFinishedMs }) => approvedToFinishedMs)),
        approvedToInForceMs: computeMedian(a.map(({ approvedToInForceMs }) => approvedToInForceMs)),
        cpuMsPerTarget: averageCpu(a.map(({ cpuMs }) => cpuMs)),
      },
      b: {
        targetsPerSecond: computeMedian(b.map(({ perSecond }) => perSecond)),
        ms: computeMedian(b.map(({ ms }) => ms)),
        cpuMsPerTarget: averageCpu(b.map(({ cpuMs }) => cpuMs)),
      },
      counters: {
        targets,
        batch: BATCH,
        ratioFromApproval: computeSpread(measured.map((pair) => pair.b.ms / pair.a.approvedToFinishedMs)),
      },
      limits: DESK_LIMITS,
      durability: DESK_DURABILITY,
      note: 'The desk: start and finish as enforcement itself records them, rows of each operation and target included; the last approval’s call until in force includes the letters. The peer: undici, the same operations and batches, signed, one batch after another, nothing kept.',
    };
  } finally {
    await Promise.all([http.close(), platform.close()]);
  }
}

async function enforce(http: HttpClient, targets: number): Promise<Enforced> {
  const { notice, lastApproval } = await prepareOrder(http, targets);
  const before = readCpu();
  const approvedAtMs = Date.now();
  await lastApproval();
  await notice.reaches('in_force', targets > LONG_ORDER ? ENFORCED_WITHIN_MS : undefined);
  const inForceAtMs = Date.now();
  const cpuMs = cpuPerOp(before, readCpu(), targets);
  const { body } = await http.get('counsel', `/v1/notices/${notice.id}/enforcement`);
  const startedAtMs = Date.parse(String(body['startedAt']));
  const finishedAtMs = Date.parse(String(body['finishedAt']));
  const startedToFinishedMs = finishedAtMs - startedAtMs;
  if (body['applied'] !== targets) throw new Error(`Not all of ${targets} were applied: ${JSON.stringify(body)}`);
  return {
    perSecond: targets / (startedToFinishedMs / 1000),
    startedToFinishedMs,
    approvedToFinishedMs: finishedAtMs - approvedAtMs,
    approvedToInForceMs: inForceAtMs - approvedAtMs,
    cpuMs,
  };
}

async function postRaw(desk: BenchDesk, platform: Pool, targets: number): Promise<Raw> {
  const to = { pool: platform, token: desk.platformToken, webhook: new Webhook(desk.platformWebhookSecret) };
  const operations = someOperations(targets);
  const before = readCpu();
  const from = performance.now();
  for (let at = 0; at < operations.length; at += BATCH) await postOperations(to, operations.slice(at, at + BATCH));
  const ms = performance.now() - from;
  return { perSecond: round3(targets / (ms / 1000)), ms, cpuMs: cpuPerOp(before, readCpu(), targets) };
}

function someOperations(count: number) {
  const notice = randomUUID();
  return Array.from({ length: count }, (_, index) => ({
    key: `${notice}:1:${index + 1}:withhold`,
    action: 'withhold',
    type: 'account',
    id: `account:bench_${notice}_${index + 1}`,
    countries: ['IN'],
    reason: 'withhold',
    notice: 'N-2021-000001',
  }));
}
