/** What `/metrics` tells beside Node's own figures, by name without `notice_desk_`; docs/monitoring.md is made from it. */
export const METRICS = {
  http_request_duration_seconds: {
    help: 'Time to answer by method, route pattern and status',
    labels: ['method', 'route', 'status'],
    type: 'histogram',
  },
  registry_up: { help: '1 while the registry answers', labels: [], type: 'gauge' },
  notices: { help: 'Notices by stage', labels: ['stage'], type: 'gauge' },
  notices_overdue: { help: 'Notices with an own clock past its due and unmet', labels: [], type: 'gauge' },
  attention_open: { help: 'Open reasons to look that the desk has raised', labels: [], type: 'gauge' },
  attention: { help: 'Open reasons to look by kind', labels: ['kind'], type: 'gauge' },
  outbox_waiting: { help: 'Starts and acts not yet passed to the workflow engine', labels: [], type: 'gauge' },
  promise_events: { help: 'How often a promise was to be kept in the last hour', labels: ['promise'], type: 'gauge' },
  promise_late: { help: 'How often of these it was not', labels: ['promise'], type: 'gauge' },
  promise_seconds: { help: 'How long it took', labels: ['promise', 'quantile'], type: 'gauge' },
  reconcile_age_seconds: {
    help: 'Since the last comparison of registry and engine ended',
    labels: [],
    type: 'gauge',
  },
  reconcile_open: { help: 'Open notices in it', labels: [], type: 'gauge' },
  reconcile_looked: { help: 'Of these, compared in every part', labels: [], type: 'gauge' },
  reconcile_found: { help: 'Notices with a finding', labels: [], type: 'gauge' },
  canary_age_seconds: { help: 'Since the last canary came through', labels: [], type: 'gauge' },
  canary_late: { help: '1 while one has not come through in time', labels: [], type: 'gauge' },
} as const satisfies Record<string, { help: string; labels: readonly string[]; type: 'gauge' | 'histogram' }>;

export type MetricName = keyof typeof METRICS;

/** As Prometheus knows it. */
export const nameOf = <Name extends MetricName>(name: Name) => `notice_desk_${name}` as const;
