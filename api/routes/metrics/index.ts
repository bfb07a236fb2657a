import type { Api, ApiContext } from '../../context.js';
import { isIPv4 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { ALERT_KINDS } from '../../../domain/alert.js';
import { getKeys, buildRecord } from '../../../domain/record-keys.js';
import { STAGES } from '../../../domain/notices/notice.js';
import { bearsToken } from '../../../client/sdk-metrics.js';
import { measureDesk, type Measured } from '../../../application/enforcement/ops/measure.js';
import { ApiProblem } from '../../problems.js';
import { binary } from '../../../contract/binary.js';

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
}

/** Whether a proxy, trusted or not, says that it forwards for another client. */
function isForwarded({ headers, ips }: FastifyRequest): boolean {
  const isBelieved = ips !== undefined && ips.length > 1;
  return !isBelieved && (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined);
}

/**
 * The figures reveal activity, so strangers get none. A client behind a proxy on this machine does not count as local.
 */
function mayScrape(request: FastifyRequest, token: string | null): boolean {
  // A proxy on this machine that is not configured hides the client it forwards for.
  if (token === null) return isLoopback(request.ip) && !isForwarded(request);
  return bearsToken(request.headers.authorization, token);
}

/** Times requests by route pattern, never by path: ids would create one series each. */
function timeRequests(app: Api, registry: Registry): void {
  const { help, labels } = METRICS.http_request_duration_seconds;
  const durations = new Histogram({
    name: toMetricName('http_request_duration_seconds'),
    help,
    labelNames: [...labels],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    // A stream lasts as long as its listener stays.
    if (route === '/v1/events') return;
    durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
}

type GaugeName = { [Name in MetricName]: (typeof METRICS)[Name]['type'] extends 'gauge' ? Name : never }[MetricName];
type Gauges = Record<GaugeName, Gauge>;

function addGauges(registry: Registry) {
  const names = getKeys(METRICS).filter((name): name is GaugeName => METRICS[name].type === 'gauge');
  const gauges: Gauges = buildRecord(names, (name) => {
    const { help, labels } = METRICS[name];
    return new Gauge({ name: toMetricName(name), help, labelNames: [...labels], registers: [registry] });
  });
  return async (context: ApiContext) => {
    try {
      const { counts, alerts, promises, reconciled: last, canary } = await measureDesk(context);
      setCounts(gauges, counts);
      for (const kind of ALERT_KINDS) gauges.alert.set({ kind }, alerts.get(kind) ?? 0);
      for (const kept of promises) setPromise(gauges, kept);
      gauges.reconcile_age_seconds.set(last?.ageSeconds ?? Number.NaN);
      for (const name of ['open', 'looked', 'found'] as const)
        gauges[`reconcile_${name}`].set(last?.[name] ?? Number.NaN);
      gauges.canary_age_seconds.set(canary.passedSecondsAgo ?? Number.NaN);
      gauges.canary_late.set(canary.late === null ? 0 : 1);
      gauges.registry_up.set(1);
    } catch {
      // Old counts would look fresh, and zero would look like good news.
      for (const name of names) {
        if (METRICS[name].labels.length > 0) gauges[name].reset();
        else gauges[name].set(Number.NaN);
      }
      gauges.registry_up.set(0);
    }
  };
}

function setCounts(gauges: Gauges, { stages, overdue, alert, outbox }: Measured['counts']): void {
  for (const stage of STAGES) gauges.notices.set({ stage }, stages.find((row) => row.stage === stage)?.notices ?? 0);
  gauges.notices_overdue.set(overdue);
  gauges.alerts_open.set(alert);
  gauges.outbox_waiting.set(outbox);
}

function setPromise(
  gauges: Gauges,
  { promise, events, late, median, p99, longest }: Measured['promises'][number],
): void {
  gauges.promise_events.set({ promise }, events);
  gauges.promise_late.set({ promise }, late);
  const quantiles = { '0.5': median, '0.99': p99, '1': longest };
  for (const [quantile, seconds] of Object.entries(quantiles))
    gauges.promise_seconds.set({ promise, quantile }, seconds ?? Number.NaN);
}

/** `GET /metrics` for Prometheus: with METRICS_TOKEN, or from loopback only if none is set. */
export function registerMetricsRoutes(app: Api, context: ApiContext): void {
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
      throw new ApiProblem(
        'unauthenticated',
        'Send METRICS_TOKEN as "Authorization: Bearer TOKEN"; if none is set, request it from the same machine.',
        {
          headers: { 'www-authenticate': 'Bearer' },
        },
      );
    }
    await refresh(context);
    const [own, sdk] = await Promise.all([registry.metrics(), context.sdkMetrics()]);
    return reply.type(registry.contentType).send(`${own}\n${sdk}`);
  });
}

/** What `/metrics` tells beside Node's own figures, by name without `notice_desk_`; docs/operating/monitoring.md is made from it. */
export const METRICS = {
  http_request_duration_seconds: {
    help: 'Response time by method, route pattern and status',
    labels: ['method', 'route', 'status'],
    type: 'histogram',
  },
  registry_up: { help: '1 while the registry answers', labels: [], type: 'gauge' },
  notices: { help: 'Notices by stage', labels: ['stage'], type: 'gauge' },
  notices_overdue: { help: 'Notices with an overdue clock of the company', labels: [], type: 'gauge' },
  alerts_open: { help: 'Open alerts', labels: [], type: 'gauge' },
  alert: { help: 'Open alerts by kind', labels: ['kind'], type: 'gauge' },
  outbox_waiting: { help: 'Starts and acts not yet delivered to Temporal', labels: [], type: 'gauge' },
  promise_events: { help: 'Events of the last hour that a service level covers', labels: ['promise'], type: 'gauge' },
  promise_late: { help: 'Events that missed it', labels: ['promise'], type: 'gauge' },
  promise_seconds: { help: 'Time that they took', labels: ['promise', 'quantile'], type: 'gauge' },
  reconcile_age_seconds: {
    help: 'Time since the last run of the reconciler',
    labels: [],
    type: 'gauge',
  },
  reconcile_open: { help: 'Open notices in that run', labels: [], type: 'gauge' },
  reconcile_looked: { help: 'Notices of that run that were compared in full', labels: [], type: 'gauge' },
  reconcile_found: { help: 'Notices that differ', labels: [], type: 'gauge' },
  canary_age_seconds: { help: 'Time since the last canary completed', labels: [], type: 'gauge' },
  canary_late: { help: '1 while a canary is late', labels: [], type: 'gauge' },
} as const satisfies Record<string, { help: string; labels: readonly string[]; type: 'gauge' | 'histogram' }>;

export type MetricName = keyof typeof METRICS;

export const toMetricName = <Name extends MetricName>(name: Name) => `notice_desk_${name}` as const;
