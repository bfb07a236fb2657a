import type { AlertRule, Panel } from './shapes.js';

/**
 * Metrics of the Temporal SDK that rules and panels use, with the labels they may use. A test scrapes a worker for them
 * (docs.temporal.io/references/sdk-metrics).
 */
export const SDK_METRICS = {
  temporal_num_pollers: ['task_queue', 'poller_type'],
  temporal_workflow_task_execution_failed_total: ['task_queue', 'workflow_type', 'failure_reason'],
  temporal_workflow_task_schedule_to_start_latency_seconds_bucket: ['task_queue', 'le'],
  temporal_activity_schedule_to_start_latency_seconds_bucket: ['task_queue', 'le'],
  temporal_worker_task_slots_available: ['task_queue', 'worker_type'],
  temporal_request_failure_total: ['operation', 'status_code'],
} as const;

const OURS = 'task_queue=~"notices|enforcement"';
/** What people wait for. Polls are limited first and repeat themselves. */
const USER_OPERATIONS =
  'StartWorkflowExecution|ExecuteMultiOperation|UpdateWorkflowExecution|SignalWorkflowExecution|SignalWithStartWorkflowExecution|QueryWorkflow|DescribeWorkflowExecution';

const failed = (reasons: string) =>
  `sum by (workflow_type, failure_reason) (increase(temporal_workflow_task_execution_failed_total{${OURS},failure_reason${reasons}}[5m])) > 0`;
const WAITS = {
  workflow: 'temporal_workflow_task_schedule_to_start_latency_seconds_bucket',
  activity: 'temporal_activity_schedule_to_start_latency_seconds_bucket',
} as const;
const p99 = (kind: keyof typeof WAITS) =>
  `histogram_quantile(0.99, sum by (le, task_queue) (rate(${WAITS[kind]}{${OURS}}[5m])))`;

/** The five alerts that Temporal recommends to begin with (docs.temporal.io/best-practices/worker-alerting). */
export const SDK_RULES: readonly AlertRule[] = [
  {
    alert: 'NoticeDeskPollersGone',
    expr: [
      `sum by (task_queue, poller_type) (temporal_num_pollers{${OURS},poller_type!="sticky_workflow_task"}) == 0`,
      'absent(temporal_num_pollers{task_queue="notices",poller_type="workflow_task"})',
      'absent(temporal_num_pollers{task_queue="enforcement",poller_type="activity_task"})',
    ].join(' or '),
    for: '2m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'No worker polls a task queue',
      look: 'Whether the workers run and are scraped (METRICS_LISTEN), and the connection to Temporal in their log.',
      repair: 'Start the worker. Open work continues where it was.',
    },
  },
  {
    alert: 'NoticeDeskWorkflowTasksFail',
    expr: failed('!="GrpcMessageTooLarge"'),
    for: '0m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'Workflow tasks fail; NonDeterminismError: the release does not fit the history of a notice',
      look: 'Alert `workflow_stuck` names the notices; the worker log has the error.',
      repair:
        'Promote the previous release (docs/operating/upgrades.md); `releases check` finds such notices beforehand.',
    },
  },
  {
    alert: 'NoticeDeskMessageTooLarge',
    expr: failed('="GrpcMessageTooLarge"'),
    for: '0m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'The answer of a workflow task is larger than Temporal accepts',
      look: 'Alert `workflow_stuck` names the notice; `limit.blobSize.error` of the server, 2 MB by default.',
      repair: 'Raise the limit of the server if it is below its default; report the fault with the log.',
    },
  },
  {
    alert: 'NoticeDeskTasksWait',
    expr: `${p99('workflow')} > 5 or ${p99('activity')} > 5`,
    for: '5m',
    labels: { severity: 'ticket' },
    annotations: {
      summary: 'One task in a hundred waits longer than 5 s for a worker',
      look: 'CPU of the workers and their free slots (temporal_worker_task_slots_available).',
      repair: 'Start more workers; docs/benchmarks.md, Scale, says what one carries.',
    },
  },
  {
    alert: 'NoticeDeskTemporalLimits',
    expr: `sum by (operation) (rate(temporal_request_failure_total{status_code="RESOURCE_EXHAUSTED",operation=~"${USER_OPERATIONS}"}[5m])) > 0`,
    for: '1m',
    labels: { severity: 'page' },
    annotations: {
      summary: 'Temporal refuses requests of people because a limit is reached',
      look: 'The limits of the namespace (docs/operating/temporal-cloud.md) or `frontend.namespaceRPS` of the server.',
      repair: 'Raise the limit. Starts wait in the outbox; callers repeat commands under their Idempotency-Key.',
    },
  },
];

export const SDK_PANELS: readonly Panel[] = [
  {
    title: 'Pollers',
    description: 'Polls of the workers that wait for work, by task queue.',
    targets: [
      {
        expr: `sum by (task_queue, poller_type) (temporal_num_pollers{${OURS}})`,
        legend: '{{task_queue}} {{poller_type}}',
      },
    ],
  },
  {
    title: 'Failed workflow tasks',
    description: 'In five minutes, by reason.',
    targets: [
      {
        expr: `sum by (failure_reason) (increase(temporal_workflow_task_execution_failed_total{${OURS}}[5m]))`,
        legend: '{{failure_reason}}',
      },
    ],
  },
  {
    title: 'Time until a worker takes a task',
    description: '99 of 100, from schedule to start.',
    unit: 's',
    targets: [
      { expr: p99('workflow'), legend: 'workflow tasks {{task_queue}}' },
      { expr: p99('activity'), legend: 'activities {{task_queue}}' },
    ],
  },
  {
    title: 'Free slots of the workers',
    description: 'Tasks that the workers could still take.',
    targets: [
      {
        expr: `sum by (task_queue, worker_type) (temporal_worker_task_slots_available{${OURS}})`,
        legend: '{{task_queue}} {{worker_type}}',
      },
    ],
  },
  {
    title: 'Refused requests to Temporal',
    description: 'A second, by operation and code.',
    unit: 'reqps',
    targets: [
      {
        expr: 'sum by (operation, status_code) (rate(temporal_request_failure_total[5m]))',
        legend: '{{operation}} {{status_code}}',
      },
    ],
  },
];
