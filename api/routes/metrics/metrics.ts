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
