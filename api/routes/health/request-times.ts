import type { Api } from '../../context.js';

const KEPT = 1_000;
/** A stream lasts as long as its listener stays, and health checks say nothing of the work. */
const NOT_WORK = /^\/(v1\/events|v1\/notices\/:id\/enforcement\/events|readyz|healthz|metrics|assets\/\*)$/;

/** Tracks the 99th percentile of recent request times in whole milliseconds; null before the first request. */
export function timeRequests(app: Api): { p99: () => number | null } {
  const latest: number[] = [];
  let next = 0;
  app.addHook('onResponse', async (request, reply) => {
    if (NOT_WORK.test(request.routeOptions.url ?? '')) return;
    latest[next % KEPT] = reply.elapsedTime;
    next += 1;
  });
  return {
    p99() {
      const sorted = latest.toSorted((one, other) => one - other);
      const at = sorted[Math.ceil(sorted.length * 0.99) - 1];
      return at === undefined ? null : Math.max(1, Math.round(at));
    },
  };
}
