import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import type { coresdk } from '@temporalio/proto';
import * as proto from '@temporalio/proto';
import {
  readTicket,
  type SealedResult,
  type StepOutcome,
  type StepTicket,
} from '../../../domain/notices/step-answer.js';

export type Job = coresdk.workflow_activation.IWorkflowActivationJob;
export type WorkflowCommand = coresdk.workflow_commands.IWorkflowCommand;
export type Resolution = coresdk.activity_result.IActivityResolution;

/** One activation as it was fed, with the kinds of its commands: enough to replay it. */
export interface Fed {
  nowMs: number;
  jobs: Job[];
  historyLength: number;
  continueAsNewSuggested: boolean;
  targetWorkerDeploymentVersionChanged: boolean;
  commands: string[];
  /** SDK flags that the worker used in its answers; a replaying worker gets them with the history. */
  flags: number[];
}

/** Node finds the named exports of this package only if another module has loaded it before. */
export const { WorkflowActivation } = ('default' in proto ? proto.default : proto).coresdk.workflow_activation;

export function toPayloads(value: unknown): Payload[] {
  return [defaultPayloadConverter.toPayload(value)];
}

export function fromPayload(payload: unknown): unknown {
  return defaultPayloadConverter.fromPayload(payload as Payload);
}

export function toTimestamp(ms: number): { seconds: number; nanos: number } {
  return { seconds: Math.floor(ms / 1000), nanos: (ms % 1000) * 1_000_000 };
}

export function toMs(duration: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return Number(duration?.seconds ?? 0) * 1000 + (duration?.nanos ?? 0) / 1_000_000;
}

export function findTicket(args: readonly unknown[] | null | undefined): StepTicket {
  const ticket = readTicket((args ?? []).map(fromPayload).at(-1));
  if (ticket === null) throw new Error('A step was asked for without a ticket.');
  return ticket;
}

export function findKind(command: WorkflowCommand): string {
  return (
    Object.keys(command).find(
      (key) => key !== 'userMetadata' && command[key as keyof WorkflowCommand] != null && key !== 'eventGroupMarkers',
    ) ?? 'unknown'
  );
}

/** A command without the parts that only identify the attempt. Two runs of the same history must agree in it. */
export function formatCommand(command: WorkflowCommand): string {
  return JSON.stringify(command, (_key, value: unknown) =>
    ArrayBuffer.isView(value) ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8') : value,
  );
}

export function completedWith(value: unknown): Resolution {
  return { completed: { result: defaultPayloadConverter.toPayload(value) } };
}

export function failed(activity: string, failure: { type: string; message: string }): Resolution {
  const { type, message } = failure;
  const cause = { message, applicationFailureInfo: { type, nonRetryable: true } };
  const activityFailureInfo = { activityType: { name: activity } };
  return { failed: { failure: { message: 'Activity task failed', cause, activityFailureInfo } } };
}

export function sealed(ticket: StepTicket, outcome: StepOutcome): SealedResult {
  return { ...ticket, direction: 'result', ...outcome };
}

export const CANCELLED = {
  message: 'Activity cancelled',
  activityFailureInfo: { activityType: { name: 'calledOff' } },
  cause: { message: 'Cancelled', canceledFailureInfo: {} },
};

export function toActivation(
  runId: string,
  jobs: Job[],
  { nowMs, flags, ...info }: Omit<Fed, 'jobs' | 'commands'>,
  isReplaying: boolean,
): coresdk.workflow_activation.IWorkflowActivation {
  return WorkflowActivation.fromObject({
    runId,
    timestamp: toTimestamp(nowMs),
    ...info,
    availableInternalFlags: flags,
    isReplaying,
    jobs,
  });
}
