import { Pool } from 'undici';
import { averageCpu, cpuPerOp, readCpu } from '../../rig/cpu.js';
import { createHttpClient, type HttpClient } from '../../rig/http.js';
import { startWholeDesk } from '../../rig/desk.js';
import type { BenchOptions } from '../../rig/options.js';
import { prepareOrder } from '../../rig/orders.js';
import { aDid, CONCURRENCY, DESK_DID, emitRaw, type Figures } from './emit-raw.js';
import { startOzone } from './rig.js';
import { interleave, computeMedian, round3, computeSpread } from '../../rig/pairs.js';
import { DESK_DURABILITY, DESK_LIMITS, type Benchmark, type Measured } from '../../rig/result.js';

const OZONE_TARGET = 0.8;

interface Enforced extends Figures {
  /** From the call of the last approval until the stage `in_force`, reading back and letters included. */
  approvedToInForceMs: number;
}

export const OZONE_BENCHMARK: Benchmark = {
  name: 'ozone',
  what: 'accounts withheld a second on a real Ozone, of an approved order, outcome rows included',
  peer: 'a bare loop of emitEvent, 16 at once',
  target: `rate >= ${OZONE_TARGET}`,
  measure: measureOzone,
};

/** Compares accounts withheld per second on a real Ozone, over a whole enforcement, with a bare loop of takedowns. */
async function measureOzone({ pairs, targets, say }: BenchOptions): Promise<Measured> {
  const ozone = await startOzone(say);
  const desk = await startWholeDesk(say, {
    PLATFORM_KIND: 'ozone',
    OZONE_URL: `${ozone.global},IN=${ozone.india}`,
    OZONE_IDENTIFIER: DESK_DID,
    OZONE_PASSWORD: ozone.password,
  });
  const http = createHttpClient({ ...desk, connections: 4 });
  const pool = new Pool(ozone.india, { connections: CONCURRENCY });
  try {
    const measured = await interleave({
      pairs,
      warmUp: 1,
      a: () => enforce(http, targets),
      b: () => emitRaw(pool, ozone, targets),
      say,
    });
    const a = measured.map((pair) => pair.a);
    const b = measured.map((pair) => pair.b);
    const ratio = computeSpread(measured.map((pair) => pair.a.perSecond / pair.b.perSecond));
    return {
      ratio,
      pairs,
      met: ratio.median >= OZONE_TARGET,
      a: { ...computeFigures(a), approvedToInForceMs: computeMedian(a.map((one) => one.approvedToInForceMs)) },
      b: computeFigures(b),
      counters: { targets, atOnceOfPeer: CONCURRENCY },
      limits: DESK_LIMITS,
      durability: `${DESK_DURABILITY}; Ozone on a PostgreSQL of its own, fsync=on`,
      note: 'The desk: start and finish as enforcement itself records them, rows of each operation and target included. The peer: undici, one emitEvent a takedown, nothing kept and nothing asked.',
    };
  } finally {
    await Promise.all([http.close(), pool.close()]);
  }
}

function computeFigures(all: readonly Figures[]) {
  return {
    targetsPerSecond: computeMedian(all.map(({ perSecond }) => perSecond)),
    cpuMsPerTarget: averageCpu(all.map(({ cpuMs }) => cpuMs)),
  };
}

async function enforce(http: HttpClient, targets: number): Promise<Enforced> {
  const { notice, lastApproval } = await prepareOrder(http, targets, aDid);
  const before = readCpu();
  const approvedAt = performance.now();
  await lastApproval();
  await notice.reaches('in_force');
  const approvedToInForceMs = round3(performance.now() - approvedAt);
  const cpuMs = cpuPerOp(before, readCpu(), targets);
  const { body } = await http.get('counsel', `/v1/notices/${notice.id}/enforcement`);
  if (body['applied'] !== targets) throw new Error(`Not all of ${targets} were applied: ${JSON.stringify(body)}`);
  const ms = Date.parse(String(body['finishedAt'])) - Date.parse(String(body['startedAt']));
  return { perSecond: round3(targets / (ms / 1000)), cpuMs, approvedToInForceMs };
}
