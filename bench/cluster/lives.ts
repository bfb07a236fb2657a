import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { HttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import { anOrder, receive, type BenchNotice } from '../rig/orders.js';

const POLL_MS = 250;
/** A notice not closed this long after the last arrival counts as left behind. */
const LATE_MS = 60_000;

export interface LoadStep {
  rate: number;
  arrived: number;
  ended: number;
  decisionsPerSecond: number;
  /** Times from request to answer, which is sent after the commit. */
  decisions: readonly number[];
  intakes: readonly number[];
  /** Times from the first request to the answer to the last. */
  lives: readonly number[];
  failed: readonly string[];
}

export interface Arrivals {
  rate: number;
  seconds: number;
  targets: number;
  clients: readonly HttpClient[];
  sql: pg.Client;
  /** Also filled while the notices arrive, for who looks meanwhile. */
  seen?: LivesSeen;
}

export interface LivesSeen {
  decisions: number[];
  intakes: number[];
  lives: number[];
  failed: string[];
}

/** Lets notices arrive at a fixed rate, however the earlier ones fare, and takes each from receipt to closed. */
export async function letArrive({
  rate,
  seconds,
  targets,
  clients,
  sql,
  seen = { decisions: [], intakes: [], lives: [], failed: [] },
}: Arrivals): Promise<LoadStep> {
  const waits = watchNotices(sql);
  const from = performance.now();
  const until = from + seconds * 1_000;
  let within = 0;
  const running: Promise<void>[] = [];
  const count = Math.max(1, Math.round(rate * seconds));
  for (let at = 0; at < count; at += 1) {
    await sleep(Math.max(0, from + (at * 1_000) / rate - performance.now()));
    const http = clients[at % clients.length];
    if (http === undefined) throw new Error('There is no API.');
    const life = live(http, { targets, waits, seen, onDecision: () => (within += performance.now() < until ? 1 : 0) });
    running.push(life.catch((error: unknown) => void seen.failed.push(String(error))));
  }
  await Promise.race([
    Promise.all(running),
    sleep(LATE_MS + Math.max(0, until - performance.now()), undefined, { ref: false }),
  ]);
  waits.stop();
  return {
    rate,
    arrived: count,
    ended: seen.lives.length,
    decisionsPerSecond: within / seconds,
    ...seen,
  };
}

interface Living {
  targets: number;
  waits: Waits;
  seen: LivesSeen;
  onDecision: () => void;
}

const WITHHOLD = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };

async function live(http: HttpClient, { targets, waits, seen, onDecision }: Living): Promise<void> {
  const decide = async (notice: BenchNotice, ...args: Parameters<BenchNotice['command']>) => {
    let answer: Record<string, unknown> = {};
    seen.decisions.push(await timed(async () => (answer = await notice.command(...args))));
    onDecision();
    return answer;
  };
  const from = performance.now();
  let received: BenchNotice | undefined;
  seen.intakes.push(await timed(async () => (received = await receive(http, anOrder(targets)))));
  if (received === undefined) return;
  await decide(received, 'reviewer', 'triage');
  await decide(received, 'reviewer', 'decide', WITHHOLD);
  const { submission } = await decide(received, 'reviewer', 'submit');
  const { number, digest, approvalsNeeded } = submission as { number: number; digest: string; approvalsNeeded: number };
  await decide(received, 'approver', 'approve', { submission: number, digest });
  if (approvalsNeeded > 1) await decide(received, 'counsel', 'approve', { submission: number, digest });
  await waits.untilDone(received.id);
  await decide(received, 'reviewer', 'close', { reason: 'Reported and answered' });
  seen.lives.push(performance.now() - from);
}

interface Waits {
  /** Resolves when the notice is in force and its letters have been sent. */
  untilDone(id: string): Promise<void>;
  stop(): void;
}

function watchNotices(sql: pg.Client): Waits {
  const waiting = new Map<string, () => void>();
  let isOpen = true;
  const poll = async () => {
    while (isOpen) {
      await sleep(POLL_MS);
      if (waiting.size === 0) continue;
      const { rows } = await sql.query<{ id: string }>(
        `select id from notice where id = any ($1::uuid[]) and stage = 'in_force'
         and (select count(*) from letter where notice_id = notice.id and state = 'sent') = 2`,
        [[...waiting.keys()]],
      );
      for (const { id } of rows) {
        waiting.get(id)?.();
        waiting.delete(id);
      }
    }
  };
  void poll();
  return {
    untilDone: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    stop: () => {
      isOpen = false;
    },
  };
}

export function countReasons(failed: readonly string[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const reason of failed) times.set(reason, (times.get(reason) ?? 0) + 1);
  return times;
}
