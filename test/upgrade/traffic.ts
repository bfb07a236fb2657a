import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoName } from '../../desk/simulators/demo-people.js';
import { createDeskClient } from '../../sdk/http.js';
import { inTurn } from '../cluster/in-turn.js';

const DECISION_ACTIONS = 3;
const REST_MS = 300;

/** Results of the clients so far. Times in ms. */
export interface Traffic {
  acknowledged: Set<string>;
  refused: string[];
  tookMs: number[];
  stop(): Promise<void>;
}

interface Sending {
  apis: readonly string[];
  keys: Record<DemoName, string>;
  notices: readonly string[];
}

/** Starts clients that keep sending commands, each request to the next API, until they are stopped. */
export function startTraffic({ apis, keys, notices }: Sending): Traffic {
  const fetch = inTurn(apis, () => undefined);
  const deps = { fetch, sleep: (ms: number) => sleep(ms), nowMs: () => Date.now() };
  const client = createDeskClient({ url: apis[0] ?? '', key: keys.reviewer }, deps);
  const acknowledged = new Set<string>();
  const refused: string[] = [];
  const tookMs: number[] = [];
  let stopped = false;
  let next = 0;
  const action = async () => {
    while (!stopped) {
      const notice = notices[next++ % notices.length] ?? '';
      const text = `drill ${randomUUID()}`;
      const from = performance.now();
      try {
        await client.post(`/v1/notices/${notice}/annotate`, { text }, randomUUID());
        acknowledged.add(text);
        tookMs.push(performance.now() - from);
      } catch (error) {
        refused.push(`${notice}: ${String(error)}`);
      }
      await sleep(REST_MS);
    }
  };
  const actions = Array.from({ length: DECISION_ACTIONS }, action);
  return {
    acknowledged,
    refused,
    tookMs,
    async stop() {
      stopped = true;
      await Promise.all(actions);
    },
  };
}
