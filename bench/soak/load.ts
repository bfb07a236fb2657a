import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { closeMinimal } from '../cases/events.js';
import { letArrive } from '../cluster/lives.js';
import type { HttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import { prepareOrder } from '../rig/orders.js';
import { keepSlowest } from './lines.js';
import type { Seen } from './sampler.js';

/** Ten times 300,000 notices a month. */
const RATE = 1.16;
const TARGETS = 3;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

interface Load {
  minutes: number;
  http: HttpClient;
  sql: pg.Client;
  seen: Seen;
}

/**
 * Lets notices arrive at the pace of the soak, however the desk fares, among readers, large orders and short notices
 * that are erased. Resolves when all have ended.
 */
export async function loadDesk({ minutes, http, sql, seen }: Load): Promise<void> {
  const until = performance.now() + minutes * MINUTE;
  const every = (everyMs: number, work: () => Promise<unknown>) =>
    repeat({ everyMs, until, failed: seen.failed }, work);
  const read = (as: Parameters<HttpClient['get']>[0], path: string) => async () => {
    const ms = await timed(async () => {
      const { status } = await http.get(as, path);
      if (status !== 200) throw new Error(`GET ${path}: ${status}`);
    });
    seen.reads.push(ms);
    keepSlowest(seen.slowest, path, ms);
  };
  const arrive = async () => {
    const arrivals = { rate: RATE, seconds: minutes * 60, targets: TARGETS, clients: [http], sql, seen };
    const { arrived, ended, failed } = await letArrive(arrivals);
    const stuck = arrived - ended - failed.length;
    seen.failed.push(...Array.from({ length: stuck }, () => 'A notice had not ended a minute after the last arrival.'));
  };
  await Promise.all([
    arrive(),
    every(5 * SECOND, () => closeMinimal(http)),
    every(2 * SECOND, read('reviewer', '/v1/notices?open=true&limit=100')),
    every(5 * SECOND, read('approver', '/v1/counts')),
    every(5 * SECOND, read('counsel', '/v1/me/inbox')),
    every(30 * SECOND, read('ops', '/v1/stats')),
    every(MINUTE, read('counsel', `/v1/reports/transparency?${thisYear()}`)),
    every(3 * MINUTE, async () => seen.orders.push(await enforce(http, 1_178))),
    every(10 * MINUTE, () => enforce(http, 10_000)),
  ]);
}

/** Returns the ms from the last approval to proven in force. */
async function enforce(http: HttpClient, targets: number): Promise<number> {
  const { notice, lastApproval } = await prepareOrder(http, targets);
  const took = await timed(async () => {
    await lastApproval();
    await notice.reaches('in_force', 5 * MINUTE);
  });
  await notice.settles();
  await notice.command('counsel', 'close', { reason: 'Reported and answered', override: true });
  return took;
}

interface Repeating {
  everyMs: number;
  until: number;
  failed: string[];
}

/** By the clock: a slow answer does not make the next question later. */
async function repeat({ everyMs, until, failed }: Repeating, work: () => Promise<unknown>): Promise<void> {
  const running: Promise<unknown>[] = [];
  for (let at = performance.now(); at < until; at += everyMs) {
    await sleep(Math.max(0, at - performance.now()));
    running.push(work().catch((error: unknown) => failed.push(String(error).slice(0, 300))));
  }
  await Promise.all(running);
}

function thisYear(): string {
  const year = new Date().getUTCFullYear();
  return `from=${year}-01-01&to=${year + 1}-01-01`;
}
