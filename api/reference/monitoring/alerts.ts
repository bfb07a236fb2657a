import { stringify } from 'yaml';
import { ATTENTION_KINDS, ATTENTION_TABLE, type AttentionKind, type Severity } from '../../../domain/attention.js';
import { PROMISE_TABLE, PROMISES } from '../../../domain/promise.js';
import { nameOf } from '../../routes/metrics/metrics.js';
import { causeOf } from '../../routes/ops/causes.js';

/** A rule of Prometheus (alerting rules), as its file has it. */
export interface AlertRule {
  alert: string;
  expr: string;
  for: string;
  labels: { severity: 'page' | 'ticket' | 'info' };
  annotations: { summary: string; description: string; look: string; repair: string };
}

const UP = nameOf('registry_up');
const LATE = nameOf('promise_late');
const EVENTS = nameOf('promise_events');
const REQUESTS = nameOf('http_request_duration_seconds');
const OPS = 'Ops in the console, or `notice-desk ops attention` and `notice-desk ops parts`.';

/** How soon somebody is to look at a reason, and how long it may last before. */
const URGENCY = {
  danger: { severity: 'page', for: '1m' },
  urgent: { severity: 'ticket', for: '15m' },
  caution: { severity: 'info', for: '12h' },
} as const satisfies Record<Severity, { severity: AlertRule['labels']['severity']; for: string }>;

/** What the desk as a whole owes, whatever its notices. */
const PARTS: readonly AlertRule[] = [
  {
    alert: 'NoticeDeskAway',
    expr: `absent(${UP})`,
    for: '2m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'No API of the desk is scraped',
      description: 'Nothing is taken in and nobody can decide. Clocks that the engine holds fire all the same.',
      look: 'The processes of the API, and whether Prometheus may scrape them (METRICS_TOKEN).',
      repair: 'Start an API. What senders repeat under their Idempotency-Key is taken once.',
    },
  },
  {
    alert: 'NoticeDeskRegistryAway',
    expr: `min(${UP}) == 0`,
    for: '1m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The registry does not answer',
      description: 'Nothing is acknowledged, recorded or carried out. The watchdog pages by a way of its own.',
      look: 'PostgreSQL: its log, its disk, `select 1` with the login of the API.',
      repair: 'Bring PostgreSQL back; every process reconnects by itself. A lost server: docs/operations.md, Back up.',
    },
  },
  {
    alert: 'NoticeDeskFailsRequests',
    expr: `sum(rate(${REQUESTS}_count{status=~"5..",status!="503"}[5m])) > 0`,
    for: '0m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'A request was answered with an error of ours',
      description: 'Any 5xx but 503 is a fault of the desk; 503 says that a part is away.',
      look: 'The log of the API at that minute: level `error`, with route and request id.',
      repair:
        'None by hand: the caller may repeat the request under its Idempotency-Key. Report the fault with the log.',
    },
  },
  {
    alert: 'NoticeDeskAnswersSlowly',
    expr: `histogram_quantile(0.99, sum by (le) (rate(${REQUESTS}_bucket{method="POST"}[5m]))) > 2.5`,
    for: '10m',
    labels: { severity: 'ticket' },
    annotations: {
      summary: 'One command in a hundred takes longer than 2.5 s',
      description: 'Decisions and intake wait, for the registry or for the engine.',
      look: '`notice-desk ops parts`: how long registry and engine take; then the processor of each.',
      repair: 'docs/scale.md says which part fills first and what to add.',
    },
  },
  {
    alert: 'NoticeDeskCanaryLate',
    expr: `max(${nameOf('canary_late')}) == 1`,
    for: '1m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The canary has not come through',
      description: 'A notice that the desk sends itself stands still on its way: so may others.',
      look: '`notice-desk ops parts`, part canary: the step at which it stands.',
      repair: 'Mend the part of that step (docs/operations.md, The canary). It ends with the first that comes through.',
    },
  },
  {
    alert: 'NoticeDeskNotReconciled',
    expr: `min(${nameOf('reconcile_age_seconds')}) > 1200`,
    for: '1m',
    labels: { severity: 'ticket' },
    annotations: {
      summary: 'Registry and engine have not been compared for 20 minutes',
      description: 'A workflow that was ended from outside would not be noticed.',
      look: 'Whether one process makes the rounds (DESK_ROUNDS), and its log.',
      repair: 'Start the rounds. `notice-desk ops reconcile` tells of the last one.',
    },
  },
  {
    alert: 'NoticeDeskOutboxWaits',
    expr: `max(${nameOf('outbox_waiting')}) > 0`,
    for: '5m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The engine has not been told of something for five minutes',
      description: 'A notice that was acknowledged has no workflow yet, or an act has not reached it.',
      look: 'Attention `stuck_outbox`; whether the engine answers.',
      repair: 'Bring the engine back: what waits is passed on by itself, once.',
    },
  },
];

function promiseRules(): AlertRule[] {
  const words = {
    acknowledged: [
      'Acknowledgement',
      'the mail server and the notice workers',
      'Attention `mail_outage` and `workflow_stuck` say which.',
    ],
    step: [
      'Step',
      'the notice workers and the engine',
      'Attention `engine_silent`; more workers where the processor is full (docs/scale.md).',
    ],
    page: ['Page', 'the pager', 'Attention `pager_outage`; call those on duty by telephone meanwhile.'],
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
        description: 'Counted over the last hour, of notices that are no secret.',
        look: `Look at ${look}. ${OPS}`,
        repair,
      },
    };
  });
}

/** `clock_missed` becomes NoticeDeskClockMissed. */
const alertOf = (kind: AttentionKind) =>
  `NoticeDesk${kind.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

function attentionRules(): AlertRule[] {
  return ATTENTION_KINDS.filter((kind) => ATTENTION_TABLE[kind].about !== 'secret').map((kind) => {
    const { severity, for: lasting } = URGENCY[ATTENTION_TABLE[kind].severity];
    const { title, explains, selfHeals, safe, repairs } = causeOf(kind);
    const repair = repairs.length === 0 ? null : `Repairs: ${repairs.join(', ')} (\`notice-desk ops repair\`).`;
    return {
      alert: alertOf(kind),
      expr: `max(${nameOf('attention')}{kind="${kind}"}) > 0`,
      for: lasting,
      labels: { severity },
      annotations: {
        summary: title,
        description: `${explains} ${selfHeals}`,
        look: `Attention \`${kind}\`: ${OPS}`,
        repair: [repair, safe].filter((part) => part !== null).join(' ') || 'None by hand beyond the cause itself.',
      },
    };
  });
}

/** Every alert, in the groups of its file. */
export function alertGroups(): { name: string; rules: AlertRule[] }[] {
  return [
    { name: 'notice-desk-parts', rules: [...PARTS] },
    { name: 'notice-desk-promises', rules: promiseRules() },
    { name: 'notice-desk-attention', rules: attentionRules() },
  ];
}

/** The file for Prometheus. */
export function alertsFile(made: string): string {
  return `# Alerting rules of Notice Desk for Prometheus. ${made}\n${stringify({ groups: alertGroups() }, { lineWidth: 0 })}`;
}
