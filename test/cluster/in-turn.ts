import { setTimeout as sleep } from 'node:timers/promises';

/** So long a request is sent again, to the next API, while none answers; an API that was killed is back in seconds. */
const PATIENCE_MS = 90_000;
const REST_MS = 250;
const AWAY = new Set([502, 503, 504]);

/** One request on its way to one API. */
export interface Asked {
  method: string;
  path: string;
  api: string;
}

/**
 * What a proxy before the APIs and a good client do together: each request goes to the next API, and again to the one
 * after it while the answer is none or says that a part is away. Every unsafe request carries an Idempotency-Key. What
 * is not for these APIs goes where it was sent.
 */
export function inTurn(apis: readonly string[], saw: (asked: Asked) => void): typeof globalThis.fetch {
  let turn = 0;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (!apis.includes(url.origin)) return fetch(input, init);
    const until = Date.now() + PATIENCE_MS;
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
