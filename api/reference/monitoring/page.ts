import { keysOf } from '../../../domain/keys-of.js';
import { PROMISE_TABLE, PROMISES } from '../../../domain/promise.js';
import { METRICS, nameOf } from '../../routes/metrics/metrics.js';
import { alertGroups } from './alerts.js';

type Table = (head: string[], rows: string[][]) => string;

/** docs/monitoring.md. */
export function monitoringPage(table: Table, made: string): string {
  const metrics = keysOf(METRICS).map((name) => {
    const { type, labels, help } = METRICS[name];
    return [`\`${nameOf(name)}\``, type, labels.map((label) => `\`${label}\``).join(', '), help];
  });
  const alerts = alertGroups().flatMap(({ rules }) =>
    rules.map(({ alert, labels, for: lasting, annotations: { summary, look, repair } }) => [
      `\`${alert}\``,
      `${labels.severity}, after ${lasting}`,
      summary,
      look,
      repair,
    ]),
  );
  return [
    '# Monitoring',
    `\`GET /metrics\` of each API (METRICS_TOKEN) is for Prometheus. Of notices it counts those that are no secret, so that nothing can be read`,
    `from it that its reader may not know. [alerts.yml](monitoring/alerts.yml) has the rules, [dashboard.json](monitoring/dashboard.json)`,
    `a dashboard for Grafana; both name only what is below. Route \`severity\` \`page\` to whoever is on duty, \`ticket\` to a queue. The`,
    `watchdog pages by a way of its own and does not need any of this. ${made}`,
    '',
    '## What the desk promises of itself',
    'Measured over the last hour.',
    '',
    table(
      ['promise', 'within', 'what'],
      PROMISES.map((promise) => [
        `\`${promise}\``,
        `${PROMISE_TABLE[promise].seconds} s`,
        PROMISE_TABLE[promise].means,
      ]),
    ),
    '',
    '## Metrics',
    table(['name', 'type', 'labels', 'what'], metrics),
    '',
    '## Traces',
    'With `OTEL_EXPORTER_OTLP_ENDPOINT` every process sends spans by OTLP over HTTP. What a command has caused is one trace, whose id is the',
    'command’s own without dashes: request, Update, activities, calls of the platform (which get `traceparent`). The timeline names it',
    '(`traceId`). What a notice does by itself is a trace with the id of the notice. A span has a name, an outcome and the name of an error, never',
    'text, names or locators; of secret notices there is none.',
    '',
    '## Alerts: what to look at and what mends it',
    table(['alert', 'severity', 'what', 'look at', 'repair'], alerts),
    '',
  ].join('\n');
}
