import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { STAGES } from '../../../domain/notice/notice.js';
import { findCanaryState } from '../../../registry/ops/canary.js';
import { findRound } from '../../../registry/ops/reconciling.js';
import { countForMonitoring } from '../../../registry/ops/stats.js';
import type { Api, ApiContext } from '../../context.js';
import { Problem } from '../../problems.js';
import { binary } from '../../../contract/binary.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest();

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Counts tell how busy we are with whom: nothing for strangers. Whoever comes by a proxy on this machine is none of it. */
function mayScrape(request: FastifyRequest, token: string | null): boolean {
  if (token === null) return isLoopback(request.ip);
  const sent = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(sha256(sent), sha256(token));
}

/** Times every request by route pattern, never by address: ids would make a series each. */
function timeRequests(app: Api, registry: Registry): void {
  const durations = new Histogram({
    name: 'notice_desk_http_request_duration_seconds',
    help: 'Time to answer by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    // A stream's length is how long somebody listened.
    if (route === '/v1/events') return;
    durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

function addGauges(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name: `notice_desk_${name}`, help, labelNames, registers: [registry] });
  const notices = gauge('notices', 'Notices by stage', ['stage']);
  const overdue = gauge('notices_overdue', 'Notices with an own clock past its due and unmet');
  const attention = gauge('attention_open', 'Open reasons to look');
  const outbox = gauge('outbox_waiting', 'Starts and acts not yet passed to the workflow engine');
  const round = {
    age: gauge('reconcile_age_seconds', 'Since the last comparison of registry and engine ended'),
    open: gauge('reconcile_open', 'Open notices in it'),
    looked: gauge('reconcile_looked', 'Of these, compared in every part'),
    found: gauge('reconcile_found', 'Notices with a finding'),
  };
  const canary = {
    age: gauge('canary_age_seconds', 'Since the last canary came through'),
    late: gauge('canary_late', '1 while one has not come through in time'),
  };
  const up = gauge('registry_up', '1 while the registry answers');
  return async ({ db }: ApiContext) => {
    try {
      const found = await countForMonitoring(db);
      for (const stage of STAGES) notices.set({ stage }, found.stages.find((row) => row.stage === stage)?.notices ?? 0);
      overdue.set(found.overdue);
      attention.set(found.attention);
      outbox.set(found.outbox);
      const last = await findRound(db);
      round.age.set(last?.ageSeconds ?? Number.NaN);
      for (const name of ['open', 'looked', 'found'] as const) round[name].set(last?.[name] ?? Number.NaN);
      const { passedSecondsAgo, late } = await findCanaryState(db);
      canary.age.set(passedSecondsAgo ?? Number.NaN);
      canary.late.set(late === null ? 0 : 1);
      up.set(1);
    } catch {
      // Old counts would look like fresh ones, and zero like good news.
      notices.reset();
      for (const one of [overdue, attention, outbox, ...Object.values(round), ...Object.values(canary)])
        one.set(Number.NaN);
      up.set(0);
    }
  };
}

/** `GET /metrics` for Prometheus: with METRICS_TOKEN, or from loopback where there is none. */
export function registerMetrics(app: Api, context: ApiContext): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  timeRequests(app, registry);
  const refresh = addGauges(registry);
  const schema = {
    summary: 'Metrics for Prometheus',
    tags: ['health'],
    response: { 200: binary('text/plain', 'Prometheus text') },
  };
  app.get('/metrics', { schema }, async (request, reply) => {
    if (!mayScrape(request, context.metricsToken)) {
      throw new Problem(
        'unauthenticated',
        'Send METRICS_TOKEN as "Authorization: Bearer TOKEN"; where none is set, ask from the same machine.',
        {
          headers: { 'www-authenticate': 'Bearer' },
        },
      );
    }
    await refresh(context);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
