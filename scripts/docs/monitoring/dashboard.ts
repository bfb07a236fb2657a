import { METRICS, toMetricName } from '../../../api/routes/metrics/index.js';
import { SDK_PANELS } from './sdk.js';
import type { Panel } from './shapes.js';

const REQUESTS = toMetricName('http_request_duration_seconds');

export const PANELS: readonly Panel[] = [
  {
    title: 'Registry',
    description: METRICS.registry_up.help,
    kind: 'stat',
    targets: [{ expr: `min(${toMetricName('registry_up')})`, legend: 'up' }],
  },
  {
    title: 'Canary late',
    description: METRICS.canary_late.help,
    kind: 'stat',
    targets: [{ expr: `max(${toMetricName('canary_late')})`, legend: 'late' }],
  },
  {
    title: 'Overdue',
    description: METRICS.notices_overdue.help,
    kind: 'stat',
    targets: [{ expr: `max(${toMetricName('notices_overdue')})`, legend: 'notices' }],
  },
  {
    title: 'Outbox',
    description: METRICS.outbox_waiting.help,
    kind: 'stat',
    targets: [{ expr: `max(${toMetricName('outbox_waiting')})`, legend: 'waiting' }],
  },
  {
    title: 'Service levels: 99 of 100 within',
    description: 'Over the last hour: acknowledgement 60 s, step of a clock 2 s, page 60 s.',
    unit: 's',
    targets: [
      { expr: `max by (promise) (${toMetricName('promise_seconds')}{quantile="0.99"})`, legend: '{{promise}}' },
    ],
  },
  {
    title: 'Service levels missed',
    description: METRICS.promise_late.help,
    targets: [{ expr: `max by (promise) (${toMetricName('promise_late')})`, legend: '{{promise}}' }],
  },
  {
    title: 'Notices by stage',
    description: 'Without secret notices.',
    targets: [{ expr: `max by (stage) (${toMetricName('notices')})`, legend: '{{stage}}' }],
  },
  {
    title: 'Alerts',
    description: METRICS.alert.help,
    targets: [{ expr: `max by (kind) (${toMetricName('alert')}) > 0`, legend: '{{kind}}' }],
  },
  {
    title: 'Requests a second',
    description: 'By status.',
    unit: 'reqps',
    targets: [{ expr: `sum by (status) (rate(${REQUESTS}_count[5m]))`, legend: '{{status}}' }],
  },
  {
    title: 'Time to answer',
    description: 'Median and 99 of 100, commands and reads.',
    unit: 's',
    targets: [0.5, 0.99].map((quantile) => ({
      expr: `histogram_quantile(${quantile}, sum by (le, method) (rate(${REQUESTS}_bucket[5m])))`,
      legend: `${quantile} {{method}}`,
    })),
  },
  {
    title: 'Last run of the reconciler',
    description: METRICS.reconcile_age_seconds.help,
    unit: 's',
    targets: [{ expr: `min(${toMetricName('reconcile_age_seconds')})`, legend: 'age' }],
  },
  {
    title: 'Found by the reconciler',
    description: METRICS.reconcile_found.help,
    targets: (['open', 'looked', 'found'] as const).map((name) => ({
      expr: `max(${toMetricName(`reconcile_${name}`)})`,
      legend: name,
    })),
  },
  ...SDK_PANELS,
];

const WIDTH = { stat: 6, timeseries: 12 };

/** Renders the dashboard in Grafana's import format. */
export function dashboardFile(): string {
  let [x, y] = [0, 0];
  const panels = PANELS.map(({ title, description, targets, unit = 'short', kind = 'timeseries' }, at) => {
    const [w, h] = [WIDTH[kind], kind === 'stat' ? 4 : 8];
    if (x + w > 24) [x, y] = [0, y + (PANELS[at - 1]?.kind === 'stat' ? 4 : 8)];
    const gridPos = { x, y, w, h };
    x += w;
    return {
      id: at + 1,
      type: kind,
      title,
      description,
      gridPos,
      datasource: { type: 'prometheus', uid: '${datasource}' },
      fieldConfig: { defaults: { unit }, overrides: [] },
      targets: targets.map(({ expr, legend }, index) => ({
        refId: String.fromCharCode(65 + index),
        expr,
        legendFormat: legend,
      })),
    };
  });
  const head = {
    uid: 'notice-desk',
    title: 'Notice Desk',
    schemaVersion: 39,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus' }] },
  };
  // One panel a line.
  const lines = panels.map((panel) => JSON.stringify(panel)).join(',\n');
  return `${JSON.stringify(head).slice(0, -1)},"panels":[\n${lines}\n]}\n`;
}
