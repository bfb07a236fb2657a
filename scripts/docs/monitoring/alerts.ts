import { Document, isMap, visit } from 'yaml';
import { ALERT_KINDS, ALERT_TABLE, type AlertKind, type Severity } from '../../../domain/alert.js';
import { PROMISE_TABLE, PROMISES } from '../../../domain/promise.js';
import { toMetricName } from '../../../api/routes/metrics/index.js';
import { SDK_RULES } from './sdk.js';
import type { AlertRule } from './shapes.js';
import { describeCause } from '../../../api/routes/ops/causes.js';

const UP = toMetricName('registry_up');
const LATE = toMetricName('promise_late');
const EVENTS = toMetricName('promise_events');
const REQUESTS = toMetricName('http_request_duration_seconds');
const OPS = '`notice-desk ops alerts`';

/** How soon a person has to act on a cause, and how long it may last before it alerts. */
const URGENCY = {
  danger: { severity: 'page', for: '1m' },
  urgent: { severity: 'ticket', for: '15m' },
  caution: { severity: 'info', for: '12h' },
} as const satisfies Record<Severity, { severity: AlertRule['labels']['severity']; for: string }>;

export const PARTS: readonly AlertRule[] = [
  {
    alert: 'NoticeDeskAway',
    expr: `absent(${UP})`,
    for: '2m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'No API of the desk is scraped',
      look: 'The API processes, and whether Prometheus has access (METRICS_TOKEN).',
      repair: 'Start an API. Requests that senders repeat under their Idempotency-Key are accepted once.',
    },
  },
  {
    alert: 'NoticeDeskRegistryAway',
    expr: `min(${UP}) == 0`,
    for: '1m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The registry does not answer',
      look: 'PostgreSQL: its log, its disk, `select 1` with the login of the API.',
      repair:
        'Start PostgreSQL; every process reconnects by itself. A lost server: docs/operating/operations.md, Back up.',
    },
  },
  {
    alert: 'NoticeDeskFailsRequests',
    expr: `sum(rate(${REQUESTS}_count{status=~"5..",status!="503"}[5m])) > 0`,
    for: '0m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'A request got a 5xx other than 503',
      look: 'The API log of that minute: level `error`, with route and request id.',
      repair: 'Report the fault with the log. The caller can repeat the request under its Idempotency-Key.',
    },
  },
  {
    alert: 'NoticeDeskAnswersSlowly',
    expr: `histogram_quantile(0.99, sum by (le) (rate(${REQUESTS}_bucket{method="POST"}[5m]))) > 2.5`,
    for: '10m',
    labels: { severity: 'ticket' },
    annotations: {
      summary: 'One command in a hundred takes longer than 2.5 s',
      look: '`notice-desk ops parts`: response times of registry and Temporal; then the CPU of each.',
      repair: 'docs/benchmarks.md, Scale, says which part fills first and what to add.',
    },
  },
  {
    alert: 'NoticeDeskCanaryLate',
    expr: `max(${toMetricName('canary_late')}) == 1`,
    for: '1m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The canary has not completed',
      look: '`notice-desk ops parts`, part canary: the step at which it stands.',
      repair:
        'Repair the part of that step (docs/operating/operations.md, The canary). The next canary that completes resolves this.',
    },
  },
  {
    alert: 'NoticeDeskNotReconciled',
    expr: `min(${toMetricName('reconcile_age_seconds')}) > 1200`,
    for: '1m',
    labels: { severity: 'ticket' },
    annotations: {
      summary: 'The reconciler has not finished for 20 minutes',
      look: 'Whether a process runs the background jobs (DESK_JOBS), and its log.',
      repair: 'Start that process. `notice-desk ops reconcile` shows the last run.',
    },
  },
  {
    alert: 'NoticeDeskOutboxWaits',
    expr: `max(${toMetricName('outbox_waiting')}) > 0`,
    for: '5m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The outbox has not reached Temporal for five minutes',
      look: 'Alert `stuck_outbox`; whether Temporal answers.',
      repair: 'Start Temporal: the outbox is delivered by itself, each entry once.',
    },
  },
];

export function promiseRules(): AlertRule[] {
  const words = {
    acknowledged: [
      'Acknowledgement',
      'the mail server and the notice workers',
      'Alerts `mail_outage` and `workflow_stuck` say which.',
    ],
    step: [
      'Step',
      'the notice workers and Temporal',
      'Alert `engine_silent`; more machines if the CPU is full (docs/benchmarks.md, Scale).',
    ],
    page: ['Page', 'the pager', 'Alert `pager_outage`; call the people on duty by telephone meanwhile.'],
  } as const;
  return PROMISES.map((promise) => {
    const { seconds, means } = PROMISE_TABLE[promise];
    const [name, look, repair] = words[promise];
    return {
      alert: `NoticeDesk${name}Late`,
      expr: `max(${LATE}{promise="${promise}"}) / max(${EVENTS}{promise="${promise}"}) > 0.01`,
      for: '1m',
      labels: { severity: 'page' },
      annotations: {
        summary: `More than one in a hundred took longer than ${seconds} s: ${means}`,
        look: `Look at ${look}.`,
        repair,
      },
    };
  });
}

const toAlertName = (kind: AlertKind) =>
  `NoticeDesk${kind.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

function alertRules(): AlertRule[] {
  return ALERT_KINDS.filter((kind) => ALERT_TABLE[kind].about !== 'secret').map((kind) => {
    const { severity, for: lasting } = URGENCY[ALERT_TABLE[kind].severity];
    const { title, repairs } = describeCause(kind);
    return {
      alert: toAlertName(kind),
      expr: `max(${toMetricName('alert')}{kind="${kind}"}) > 0`,
      for: lasting,
      labels: { severity },
      annotations: {
        summary: title,
        look: OPS,
        repair: repairs.length === 0 ? 'Remove the cause.' : `\`ops repair\`: ${repairs.join(', ')}`,
      },
    };
  });
}

export function alertGroups(): { name: string; rules: AlertRule[] }[] {
  return [
    { name: 'notice-desk-parts', rules: [...PARTS] },
    { name: 'notice-desk-promises', rules: promiseRules() },
    { name: 'notice-desk-temporal', rules: [...SDK_RULES] },
    { name: 'notice-desk-alert', rules: alertRules() },
  ];
}

/** The file for Prometheus; labels and annotations stand on one line each. */
export function alertsFile(made: string): string {
  const document = new Document({ groups: alertGroups() });
  visit(document, {
    Pair(_, { key, value }) {
      if (isMap(value) && ['labels', 'annotations'].includes(String(key))) value.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 0, indentSeq: false });
  return `# Alerting rules of Notice Desk for Prometheus. ${made}\n${text}`;
}
