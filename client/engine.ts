import type { Command } from '../domain/commands/command.js';
import type { NoticeInput } from '../domain/notices/notice-state.js';
import type { HeldState } from '../domain/notices/own-run.js';
import type { Rejection } from '../domain/commands/rejection.js';
import type { QueueState, RunStatus } from './describe.js';
import type { PendingStep } from './pending-steps.js';
import type { EngineReleases } from './releases.js';

/** Temporal's answer to a command. `unknown`: it may or may not have been accepted; retry with the same id. */
export type CommandAnswer =
  | { kind: 'accepted'; version: number }
  | { kind: 'refused'; rejection: Rejection; version?: number }
  | { kind: 'not_running' }
  | { kind: 'unknown'; why: string };

/**
 * Returns whether a refusal comes from a workflow behind its own record: a worker died after writing a version and
 * before its task completed, so the task is retried. Such a refusal concerns an outdated state.
 */
export function isBehind(answer: CommandAnswer, recordedVersion: number): boolean {
  return answer.kind === 'refused' && answer.version !== undefined && answer.version < recordedVersion;
}

/** Access to the workflows. Every call has a timeout and is safe to repeat. */
export interface Engine {
  start(input: NoticeInput): Promise<'started' | 'already'>;
  startAgain(input: NoticeInput): Promise<'started' | 'already'>;
  /** Starts a notice again from the registry. `replaces`: ends a run that still exists. */
  startOver(input: NoticeInput, options: { replaces: boolean }): Promise<'started' | 'already'>;
  send(noticeId: string, command: Command): Promise<CommandAnswer>;
  describe(noticeId: string): Promise<RunStatus>;
  /** The activities that the workflow waits for. Throws if Temporal does not answer. */
  pendingSteps(noticeId: string): Promise<PendingStep[]>;
  /** The state that the workflow holds; null if no answer arrives in time, since a query needs a worker. */
  heldState(noticeId: string): Promise<HeldState | null>;
  /** Ids of notices whose workflow runs, in pages, by Temporal's list, which lags by seconds. */
  listRunning(): AsyncIterable<string[]>;
  /**
   * Ids of notices whose workflow task fails according to Temporal, limited. It reports after as many failures as
   * `system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute` says (5, embedded 2); a server without that
   * setting reports none.
   */
  listFailing(limit: number): Promise<string[]>;
  queues(): Promise<QueueState[]>;
  releases: EngineReleases;
  ping(): Promise<void>;
  close(): Promise<void>;
}
