import type { AlertKind } from '../../../domain/alert.js';
import { rebuildsFrom, type DivergenceKind, type Divergence } from '../../../domain/notices/divergence.js';
import type { ForeignRun } from '../../../domain/notices/own-run.js';
import type { ForeignStart, RunStatus } from '../../../client/describe.js';

export type Gone = Extract<RunStatus, { kind: 'gone' }>;
export type Stuck = Extract<RunStatus, { kind: 'running' }>['stuck'];

export interface WorkflowAlert {
  key: string;
  kind: AlertKind;
  summary: string;
  detail: Record<string, unknown>;
}

export type About =
  | 'workflow_gone'
  | 'workflow_stuck'
  | 'foreign'
  | 'silent'
  | 'unfinished'
  | 'differs'
  | 'record_stuck';

export function makeAlertKey(id: string, about: About): string {
  return `${id}:${about}`;
}

const HOW: Record<Gone['how'], string> = {
  missing: 'does not exist',
  completed: 'has ended although the notice is open',
  failed: 'has failed',
  terminated: 'was terminated from outside',
  timed_out: 'has timed out',
  canceled: 'was cancelled',
};
const FOREIGN: Record<ForeignStart, string> = {
  type: 'it has another type',
  queue: 'it is in a task queue that no worker of the desk polls',
};
const WHAT: Record<DivergenceKind, string> = {
  run: 'the run',
  epoch: 'the run that may write',
  version: 'the version',
  stage: 'the stage',
  clocks: 'clocks',
  submission: 'the submission',
  rows: 'the contents of its rows',
};

export function describeGone(id: string, how: Gone['how']): WorkflowAlert {
  return {
    key: makeAlertKey(id, 'workflow_gone'),
    kind: 'workflow_gone',
    summary: `The workflow of this notice ${HOW[how]}: its deadlines do not act and it accepts no commands. Rebuild it from the registry.`,
    detail: { how },
  };
}

export function describeStuck(id: string, stuck: NonNullable<Stuck>): WorkflowAlert {
  return {
    key: makeAlertKey(id, 'workflow_stuck'),
    kind: 'workflow_stuck',
    summary: `The workflow of this notice cannot go on: its task has failed ${stuck.attempts} times. Check the worker logs; rebuild the notice once the workers are healthy.`,
    detail: { ...stuck },
  };
}

export function describeForeign(id: string, how: ForeignStart): WorkflowAlert {
  return {
    key: makeAlertKey(id, 'foreign'),
    kind: 'divergence',
    summary: `In Temporal, another workflow runs under the id of this notice: ${FOREIGN[how]}. Its deadlines do not act and it accepts no commands. Rebuild ends that workflow and starts the notice again from the registry.`,
    detail: { foreign: how },
  };
}

export function describeSilent(id: string): WorkflowAlert {
  return {
    key: makeAlertKey(id, 'silent'),
    kind: 'workflow_stuck',
    summary:
      'The workflow of this notice does not answer, although workers are there: its deadlines may not act and it accepts no commands. Rebuild ends it and starts the notice again from the registry.',
    detail: { silent: true },
  };
}

export function describeUnfinished(id: string, submission: number): WorkflowAlert {
  return {
    key: makeAlertKey(id, 'unfinished'),
    kind: 'divergence',
    summary: `The notice is in force, but submission ${submission} was not fully enforced. Compare the platform with the notice, and enforce what is missing with the repair retry.`,
    detail: { unfinished: submission },
  };
}

export function describeDivergence(id: string, divergence: Divergence): WorkflowAlert {
  return {
    key: makeAlertKey(id, 'differs'),
    kind: 'divergence',
    summary: formatDiffers(divergence),
    detail: { ...divergence },
  };
}

const FROM_REGISTRY = 'rebuild restarts it from the registry.';
const FOREIGN_RUN: Record<ForeignRun, string> = {
  reset: 'The workflow of this notice was reset to an earlier point in Temporal:',
  other_run: "Another run has replaced this notice's workflow in Temporal:",
  lost_commands: 'The workflow of this notice has lost commands that Temporal had confirmed:',
};

function formatDiffers(divergence: Divergence): string {
  const { differs, registryVersion, workflowVersion, run, columns = [] } = divergence;
  if (run !== undefined) return `${FOREIGN_RUN[run]} ${FROM_REGISTRY}`;
  const what = [...differs.map((one) => WHAT[one]), ...columns].join(', ');
  const versions = `The registry has version ${registryVersion} of this notice, its workflow version ${workflowVersion}`;
  const cure =
    rebuildsFrom(divergence) === 'registry'
      ? `The workflow is behind the recorded commands: ${FROM_REGISTRY}`
      : 'Rebuild rewrites the registry from the workflow.';
  return `${versions}; they differ in ${what}. ${cure}`;
}
