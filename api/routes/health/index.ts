import { z } from 'zod';
import { checkComponents, withinTimeout } from '../../../application/enforcement/ops/check-components.js';
import type { Finding, State } from '../../../application/enforcement/ops/component-health.js';
import { stamp } from '../../../contract/notice-view.js';
import type { Api, ApiContext } from '../../context.js';

const KEPT = 1_000;
/** A stream lasts as long as its listener stays, and health checks say nothing of the work. */
const NOT_WORK = /^\/(v1\/events|v1\/notices\/:id\/enforcement\/events|readyz|healthz|metrics|assets\/\*)$/;

/** Tracks the 99th percentile of recent request times in whole milliseconds; null before the first request. */
function timeRequests(app: Api): { p99: () => number | null } {
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

type RequestTimes = ReturnType<typeof timeRequests>;

interface Part extends Finding {
  since: string;
}

const readyView = z.object({
  ready: z.boolean(),
  parts: z.array(
    z.object({
      name: z.string(),
      state: z.enum(['up', 'degraded', 'down']),
      since: stamp,
      detail: z.string(),
      figures: z
        .record(z.string(), z.union([z.number(), z.string()]))
        .optional()
        .describe('The figures in the detail'),
    }),
  ),
});

/** Anyone may call this, so the checks run at most this often. */
const KEPT_MS = 1_000;
const NEEDED: readonly string[] = ['registry', 'engine'];

export function registerHealthRoutes(app: Api, context: ApiContext): void {
  // Checks nothing else, so that an outage elsewhere does not get a healthy process killed.
  const schema = {
    summary: 'Whether the process is alive',
    tags: ['health'],
    response: { 200: z.object({ status: z.literal('alive') }) },
  };
  app.get('/healthz', { schema }, async () => ({ status: 'alive' as const }));
  registerReadyz(app, context);
}

async function checkParts(context: ApiContext, times: RequestTimes): Promise<Finding[]> {
  const [components, signIn] = await Promise.all([checkComponents(context), findSignIn(context)]);
  return [
    stateOfApi(times.p99()),
    ...components,
    { name: 'rulebook', ...context.rulebookState() },
    ...signIn,
    ...stateOfLinks(context),
  ];
}

/** Signed-in people continue to work and keys need no issuer, so a missing issuer only degrades the desk. */
async function findSignIn({ signIn }: ApiContext): Promise<Finding[]> {
  if (signIn === null) return [];
  const name = 'sign-in';
  return (await withinTimeout(signIn.ping().then(() => true)))
    ? [{ name, state: 'up', detail: 'The issuer responds.' }]
    : [{ name, state: 'degraded', detail: 'The issuer does not respond: new sign-ins are not possible.' }];
}

function stateOfApi(p99: number | null): Finding {
  const name = 'api';
  if (p99 === null) return { name, state: 'up', detail: 'Responds.' };
  return { name, state: 'up', detail: `99 % of requests were answered within ${p99} ms.`, figures: { p99 } };
}

function stateOfLinks({ openLinks }: ApiContext): Finding[] {
  if (openLinks.length === 0) return [];
  const detail = `Connections without TLS, allowed by DESK_INSECURE: ${openLinks.join(', ')}.`;
  return [{ name: 'links', state: 'degraded', detail }];
}

function createWatch(context: ApiContext, times: RequestTimes): () => Promise<Part[]> {
  const since = new Map<string, { state: State; at: string }>();
  let last: { atMs: number; parts: Promise<Part[]> } | undefined;
  const checkAll = async (): Promise<Part[]> => {
    const at = context.now().toISOString();
    return (await checkParts(context, times)).map(({ figures, ...finding }) => {
      const before = since.get(finding.name);
      const kept = before?.state === finding.state ? before : { state: finding.state, at };
      since.set(finding.name, kept);
      return { ...finding, since: kept.at, ...(figures === undefined ? {} : { figures }) };
    });
  };
  return () => {
    const nowMs = context.now().getTime();
    if (last === undefined || nowMs - last.atMs >= KEPT_MS || nowMs < last.atMs)
      last = { atMs: nowMs, parts: checkAll() };
    return last.parts;
  };
}

function registerReadyz(app: Api, context: ApiContext): void {
  const watch = createWatch(context, timeRequests(app));
  const schema = {
    summary: 'Readiness of the desk, by component',
    tags: ['health'],
    response: { 200: readyView, 503: readyView },
  };
  app.get('/readyz', { schema }, async (_request, reply) => {
    const parts = await watch();
    const ready = parts.every(({ name, state }) => state !== 'down' || !NEEDED.includes(name));
    return reply.code(ready ? 200 : 503).send({ ready, parts });
  });
}
