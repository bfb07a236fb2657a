import { setTimeout as sleep } from 'node:timers/promises';

/** A request is retried this long, at the next API, while none answers; a killed API is back in seconds. */
const TIMEOUT_MS = 90_000;
const REST_MS = 250;
const AWAY = new Set([502, 503, 504]);

export interface ProxiedRequest {
  method: string;
  path: string;
  api: string;
}

/**
 * Acts as a proxy before the APIs and a good client together: each request goes to the next API, and to the one after
 * while there is no answer or a part is unavailable. Every unsafe request has an Idempotency-Key. Requests for other
 * hosts pass unchanged.
 */
export function inTurn(apis: readonly string[], saw: (request: ProxiedRequest) => void): typeof globalThis.fetch {
  let turn = 0;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!apis.includes(url.origin)) return fetch(input, init);
    const until = Date.now() + TIMEOUT_MS;
    for (;;) {
      const api = apis[turn++ % apis.length] ?? url.origin;
      saw({ method: init?.method ?? 'GET', path: url.pathname, api });
      const answer = await fetch(`${api}${url.pathname}${url.search}`, init).catch((error: unknown) => {
        if (Date.now() > until) throw error;
        return null;
      });
      if (answer !== null && (!AWAY.has(answer.status) || Date.now() > until)) return answer;
      await answer?.arrayBuffer();
      await sleep(REST_MS);
    }
  };
}
