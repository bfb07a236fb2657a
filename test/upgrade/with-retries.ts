import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpClient } from '../../bench/rig/http.js';

const TIMEOUT_MS = 180_000;
const AGAIN_MS = 500;
const NOT_FINAL = [429, 502, 503];

/** Wraps a client to resend requests without a final answer under their Idempotency-Key, as good clients do. */
export function patient(http: HttpClient): HttpClient {
  return {
    ...http,
    async post(as, path, body, headers = {}) {
      const keyed = { 'idempotency-key': randomUUID(), ...headers };
      for (const until = Date.now() + TIMEOUT_MS; ; await sleep(AGAIN_MS)) {
        const answer = await http.post(as, path, body, keyed);
        const running = answer.status === 409 && String(answer.body['type']).endsWith(':idempotency-in-flight');
        if (!(running || NOT_FINAL.includes(answer.status)) || Date.now() > until) return answer;
      }
    },
  };
}
