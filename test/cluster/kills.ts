import type { ProxiedRequest } from './in-turn.js';

export interface Kill {
  /** The process name; `requested`: the API that received the request. */
  victim: string;
  /** Matched against `METHOD path`. */
  on: RegExp;
  afterMs: number;
}

/** One process of each kind, each during its own work; a kill waits for those before it. */
export const PLAN: readonly Kill[] = [
  { victim: 'requested', on: /^POST \/v1\/notices$/, afterMs: 20 },
  { victim: 'worker-1', on: /^POST .*\/triage$/, afterMs: 10 },
  { victim: 'jobs-1', on: /^POST .*\/decide$/, afterMs: 0 },
  { victim: 'temporal', on: /^POST .*\/submit$/, afterMs: 10 },
  { victim: 'enforcement-1', on: /^POST .*\/approve$/, afterMs: 300 },
  { victim: 'temporal-postgres', on: /^POST .*\/reinstate$/, afterMs: 10 },
  { victim: 'mail', on: /^POST .*\/annotate$/, afterMs: 0 },
  { victim: 'watchdog', on: /^POST .*\/request-dialogue$/, afterMs: 0 },
  // The second order, of 1,178 targets.
  { victim: 'worker-2', on: /^POST .*\/submit$/, afterMs: 50 },
  { victim: 'requested', on: /^POST .*\/approve$/, afterMs: 20 },
  // After the last approval 1,141 operations are under way.
  { victim: 'enforcement-2', on: /^POST .*\/approve$/, afterMs: 600 },
  { victim: 'postgres', on: /^GET \/v1\/notices\//, afterMs: 300 },
];

export interface Killed {
  name: string;
  pid: number;
  during: string;
}

export interface Killer {
  saw(request: ProxiedRequest): void;
  killed: readonly Killed[];
  left(): readonly Kill[];
}

export interface Killing {
  pids: () => ReadonlyMap<string, number>;
  apiOf: (address: string) => string;
  plan?: readonly Kill[];
}

export function createKiller({ pids, apiOf, plan = PLAN }: Killing): Killer {
  const killed: Killed[] = [];
  let next = 0;
  const strike = (name: string, during: string) => {
    const pid = pids().get(name);
    if (pid === undefined) return;
    process.kill(pid, 'SIGKILL');
    killed.push({ name, pid, during });
  };
  return {
    killed,
    left: () => plan.slice(next),
    saw({ method, path, api }) {
      const line = `${method} ${path}`;
      const kill = plan[next];
      if (kill === undefined || !kill.on.test(line)) return;
      next += 1;
      setTimeout(() => strike(kill.victim === 'requested' ? apiOf(api) : kill.victim, line), kill.afterMs);
    },
  };
}
