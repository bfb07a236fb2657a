import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosDesk } from '../desk.js';
import { toBody } from '../order.js';

/** Arrivals per second, however the earlier ones fare: more lists of notices than a desk here can answer. */
const READS_A_SECOND = 150;
const ORDERS_A_SECOND = 8;
const TICK_MS = 50;
/** A client without an answer by then gives up. */
const TIMEOUT_MS = 30_000;
const PATH = '/v1/notices?limit=200';
export const FLOOD = 'FLOOD/';

export interface Flood {
  /** Arrivals by kind and answer: `read 200`, `order 429`, `read no answer`. */
  by: Record<string, number>;
  /** Refusals without Retry-After. */
  withoutTime: number;
  acknowledged: string[];
  /** Peak memory of the API's process, MB. */
  maxMb: number;
  /** Max time of a refusal, ms. */
  slowestTurnedAwayMs: number;
}

/** Sends more than can be handled, at a fixed rate, until the end; then waits for requests in progress. */
export async function floodUntil(
  { seed, desk }: { seed: number; desk: ChaosDesk },
  isOpen: () => boolean,
): Promise<Flood> {
  const flood: Flood = { by: {}, withoutTime: 0, acknowledged: [], maxMb: 0, slowestTurnedAwayMs: 0 };
  const { api, keys } = desk.file;
  const waiting = new Set<Promise<void>>();
  const send = (kind: string, work: () => Promise<Response>, onAccepted: () => void = () => undefined) => {
    const one = judge(flood, { kind, work, onAccepted }).finally(() => waiting.delete(one));
    waiting.add(one);
  };
  const order = (at: number) => {
    const reference = `${FLOOD}${seed}/${at}`;
    const init = {
      method: 'POST',
      headers: { ...asJson(keys.intake), 'idempotency-key': `flood-${seed}-${at}` },
      body: JSON.stringify(
        toBody({ reference, rows: [{ type: 'account', locator: `@${reference.toLowerCase().replaceAll('/', '_')}` }] }),
      ),
    };
    send(
      'order',
      () => ask(`${api}/v1/notices`, init),
      () => flood.acknowledged.push(reference),
    );
  };
  const fromMs = performance.now();
  let [reads, orders, checks] = [0, 0, 0];
  while (isOpen()) {
    const seconds = (performance.now() - fromMs) / 1000;
    for (; reads < seconds * READS_A_SECOND; reads += 1)
      send('read', () => ask(`${api}${PATH}`, { headers: asJson(keys.counsel) }));
    for (; orders < seconds * ORDERS_A_SECOND; orders += 1) order(orders + 1);
    if (seconds > checks) {
      checks += 1;
      flood.maxMb = Math.max(flood.maxMb, readMemoryMb(desk));
    }
    await sleep(TICK_MS);
  }
  await Promise.all(waiting);
  return flood;
}

const ask = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, { ...init, signal: AbortSignal.timeout(TIMEOUT_MS) });
const asJson = (key: string) => ({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });

async function judge(
  flood: Flood,
  { kind, work, onAccepted }: { kind: string; work: () => Promise<Response>; onAccepted: () => void },
): Promise<void> {
  const fromMs = performance.now();
  const count = (what: string) => (flood.by[`${kind} ${what}`] = (flood.by[`${kind} ${what}`] ?? 0) + 1);
  try {
    const answer = await work();
    const { status, headers } = answer;
    await answer.arrayBuffer();
    count(String(status));
    if (status < 300) onAccepted();
    if (status !== 429 && status !== 503) return;
    if (headers.get('retry-after') === null) flood.withoutTime += 1;
    flood.slowestTurnedAwayMs = Math.max(flood.slowestTurnedAwayMs, performance.now() - fromMs);
  } catch {
    count('no answer');
  }
}

/** Of the API's process, MB; 0 while there is none. */
function readMemoryMb(desk: ChaosDesk): number {
  const pid = desk.findVictims().get('api')?.pid;
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(text)?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
