import { TypedSearchAttributes } from '@temporalio/common';
import type { WorkflowInfo } from '@temporalio/workflow';

/** What Temporal's sandbox knows about a run before its first task. */
export function buildWorkflowInfo({
  runId,
  workflowType,
  workflowId,
  now,
}: Pick<WorkflowInfo, 'runId' | 'workflowType' | 'workflowId'> & { now: number }): WorkflowInfo {
  return {
    workflowId,
    runId,
    workflowType,
    namespace: 'default',
    taskQueue: 'notice-desk',
    firstExecutionRunId: runId,
    originalExecutionRunId: runId,
    attempt: 1,
    taskTimeoutMs: 10_000,
    startTime: new Date(now),
    runStartTime: new Date(now),
    historyLength: 3,
    historySize: 300,
    continueAsNewSuggested: false,
    targetWorkerDeploymentVersionChanged: false,
    searchAttributes: {},
    typedSearchAttributes: new TypedSearchAttributes(),
    unsafe: {
      now: () => now,
      isReplaying: false,
      isReplayingHistoryEvents: false,
      random: { random: () => 0.5, uuid4: () => '00000000-0000-4000-8000-000000000000', fillRandom: (bytes) => bytes },
    },
  };
}
