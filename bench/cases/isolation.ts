import { setTimeout as sleep } from 'node:timers/promises';
import { startWholeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder, type BenchNotice, prepareOrder, receive } from '../rig/orders.js';
import { interleave, percentile, round3, computeSpread } from '../rig/pairs.js';
import { untilQuiet } from '../rig/cpu.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';

export const ISOLATION_TARGET = 2;
const MAX_ORDER = 100_000;
const TARGETS = 3;
const ENFORCED_WITHIN_MS = 300_000;
const EVERY_MS = 100;
/** A pair takes one to four minutes, and the whole benchmark may take fifteen. */
const MEASURING_MS = 8 * 60_000;
/**
 * Samples of each kind on the idle desk: with fewer, the single slowest would be the p99. On the busy desk as many as
 * fit into the enforcement.
 */
const REQUESTED_IDLE = 300;

interface Waits {
  intakeMs: number[];
  decisionMs: number[];
}

/** Measures intake and commands of other notices while an order of 100,000 targets is enforced, and without one. */
export async function measureIsolation({ pairs, say }: BenchOptions): Promise<Measured> {
  const desk = await startWholeDesk(say);
  const http = createHttpClient({ ...desk, connections: 8 });
  try {
    const other = await receive(http, anOrder(TARGETS));
    await other.settles();
    await other.command('reviewer', 'triage');
    const measured = await interleave({
      pairs,
      warmUp: 1,
      a: () => whileEnforcing(http, other),
      b: () => whileIdle(http, other),
      say,
      withinMs: MEASURING_MS,
    });
    const of = (side: 'a' | 'b', kind: keyof Waits, percent: number) =>
      percentile(
        measured.flatMap((pair) => pair[side][kind]),
        percent,
      );
    const ratios = (kind: keyof Waits) =>
      computeSpread(measured.map(({ a, b }) => percentile(a[kind], 99) / percentile(b[kind], 99)));
    const pooled = {
      intake: round3(of('a', 'intakeMs', 99) / of('b', 'intakeMs', 99)),
      decision: round3(of('a', 'decisionMs', 99) / of('b', 'decisionMs', 99)),
    };
    const [intake, decision] = [ratios('intakeMs'), ratios('decisionMs')];
    const side = (which: 'a' | 'b') => ({
      intakeP50Ms: round3(of(which, 'intakeMs', 50)),
      intakeP99Ms: round3(of(which, 'intakeMs', 99)),
      decisionP50Ms: round3(of(which, 'decisionMs', 50)),
      decisionP99Ms: round3(of(which, 'decisionMs', 99)),
      requested: measured.reduce((sum, pair) => sum + pair[which].intakeMs.length, 0),
    });
    return {
      ratio: intake.median > decision.median ? intake : decision,
      pairs: measured.length,
      met: pooled.intake <= ISOLATION_TARGET && pooled.decision <= ISOLATION_TARGET,
      a: side('a'),
      b: side('b'),
      counters: { pooledP99Ratio: pooled, intake, decision, order: MAX_ORDER, everyMs: EVERY_MS },
      limits: DESK_LIMITS,
      durability: DESK_DURABILITY,
      note: 'A notice of 3 targets and a command (claim, release) every 100 ms each, from the last approval of the order to in force, against the same on the idle desk. The ratio is of the p99 of each pair, the worse of the two; met asks it of the p99 over all pairs.',
    };
  } finally {
    await http.close();
  }
}

async function whileEnforcing(http: HttpClient, other: BenchNotice): Promise<Waits> {
  const { notice, lastApproval } = await prepareOrder(http, MAX_ORDER);
  await untilQuiet();
  let over = false;
  const waits = trickle(http, other, () => over);
  try {
    await lastApproval();
    await notice.reaches('in_force', ENFORCED_WITHIN_MS);
  } finally {
    over = true;
  }
  return waits;
}

async function whileIdle(http: HttpClient, other: BenchNotice): Promise<Waits> {
  await untilQuiet();
  let count = 0;
  return trickle(http, other, () => ++count > REQUESTED_IDLE);
}

/** Sends requests at fixed instants, so that a slow answer does not reduce the number of requests. */
async function trickle(http: HttpClient, other: BenchNotice, over: () => boolean): Promise<Waits> {
  const waits: Waits = { intakeMs: [], decisionMs: [] };
  const under: Promise<unknown>[] = [];
  let deciding: Promise<unknown> = Promise.resolve();
  let claimed = false;
  const decide = async (before: Promise<unknown>) => {
    await before; // two concurrent commands on one notice would wait for each other
    const name = claimed ? 'release' : 'claim';
    claimed = !claimed;
    waits.decisionMs.push(await timed(() => other.command('reviewer', name)));
  };
  const takeIn = async () => {
    waits.intakeMs.push(await timed(() => receive(http, anOrder(TARGETS))));
  };
  for (let next = performance.now(); !over(); next += EVERY_MS) {
    await sleep(Math.max(0, next - performance.now()));
    deciding = decide(deciding);
    under.push(takeIn(), deciding);
    for (const one of under.slice(-2)) one.catch(() => undefined); // awaited below; this prevents an unhandled rejection
  }
  await Promise.all(under);
  // The next run starts with the notice unclaimed.
  if (claimed) await other.command('reviewer', 'release');
  return waits;
}
