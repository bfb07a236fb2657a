import { getKeys } from '../../../domain/record-keys.js';
import { PROMISE_TABLE, PROMISES } from '../../../domain/promise.js';
import { METRICS, toMetricName } from '../../../api/routes/metrics/index.js';
import { PARTS, promiseRules } from './alerts.js';
import { SDK_METRICS, SDK_RULES } from './sdk.js';

type Table = (head: string[], rows: string[][]) => string;

/** docs/operating/monitoring.md. */
export function monitoringPage(table: Table, made: string): string {
  const metrics = getKeys(METRICS).map((name) => {
    const { type, labels, help } = METRICS[name];
    return [`\`${toMetricName(name)}\``, type, labels.map((label) => `\`${label}\``).join(', '), help];
  });
  const alerts = [...PARTS, ...promiseRules(), ...SDK_RULES].map(
    ({ alert, labels, for: lasting, annotations: { summary } }) => [
      `\`${alert}\``,
      `${labels.severity}, after ${lasting}`,
      summary,
    ],
  );
  return [
    '# Monitoring',
    '`GET /metrics` of each API, worker and jobs process is for Prometheus (from this machine, or with `METRICS_TOKEN`). Workers and',
    'jobs listen where `METRICS_LISTEN` says; `metrics` in `desk.json` lists the URLs of the embedded desk. Scrape all of them. The',
    'API counts only notices that are not secret. Import [alerts.yml](monitoring/alerts.yml) into Prometheus and [dashboard.json](monitoring/dashboard.json) into Grafana.',
    'Route severity `page` to the people on duty and `ticket` to a queue. The watchdog pages through its own pager and needs none of',
    'this.',
    made,
    '',
    '## Service levels',
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
    'Each process adds the metrics of the [Temporal SDK](https://docs.temporal.io/references/sdk-metrics): the figures of its',
    'connection, and a worker those of its task queues. They have no id or text of a notice; a test checks it. The SDK itself only',
    'exports on a free port of loopback, which programs on this machine can read without the token. Rules and panels use',
    `${getKeys(SDK_METRICS)
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
    '',
    '## Traces',
    'With `OTEL_EXPORTER_OTLP_ENDPOINT` every process sends spans by OTLP over HTTP. Everything that a command causes (request,',
    'Update, activities, platform calls with `traceparent`) is one trace. Its id is the id of the command without dashes, and',
    'the timeline shows it as `traceId`. Acts of a notice without a command form a trace with the id of the notice. A span has',
    'a name, an outcome and the name of an error, but no text, names or locators. Secret notices have no spans.',
    '',
    '## Alert rules',
    'The annotations of each rule say what to look at and what repairs it.',
    '',
    table(['alert', 'severity', 'what'], alerts),
    '',
    'Each kind of alert also has a rule: `clock_missed` is `NoticeDeskClockMissed`. `danger` pages after a minute, `urgent` makes a',
    'ticket after 15 minutes, `caution` is `info` after 12 hours. [Alerts](alerts.md) says what each one means and which repairs apply.',
    '',
  ].join('\n');
}
