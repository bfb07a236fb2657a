import type { Command } from '../../domain/command/command.js';
import type { NoticeInput } from '../../domain/notice/notice-state.js';
import type { HeldState } from '../../domain/notice/own-run.js';
import type { Rejection } from '../../domain/command/rejection.js';
import type { Standing } from './standings.js';
import type { QueueState } from './queues.js';
import type { Releases } from './releases.js';

/** What Temporal said to a command. `unknown` means: it may or may not have been taken; ask again with the same id. */
export type CommandAnswer =
  | { kind: 'accepted'; version: number }
  /** `version`: the one that the workflow judged by. */
  | { kind: 'refused'; rejection: Rejection; version?: number }
  | { kind: 'not_running' }
  | { kind: 'unknown'; why: string };

/**
 * Whether a refusal comes from a workflow that is behind its own record: a worker died after it had written a version and
 * before its task was done, so the task is done again. Then the refusal is of a state that is over.
 */
export function isBehind(answer: CommandAnswer, recordedVersion: number): boolean {
  return answer.kind === 'refused' && answer.version !== undefined && answer.version < recordedVersion;
}

/** The way to the workflows. Every call is bounded and safe to repeat. */
export interface Engine {
  /** Starts the workflow of a notice; one that runs already is the same answer. */
  start(input: NoticeInput): Promise<'started' | 'already'>;
  /** Starts a closed notice's workflow again from its last state. */
  startAgain(input: NoticeInput): Promise<'started' | 'already'>;
  /** Starts a notice anew from the registry. `replaces`: a run that there still is, is ended for it. */
  startOver(input: NoticeInput, options: { replaces: boolean }): Promise<'started' | 'already'>;
  send(noticeId: string, command: Command): Promise<CommandAnswer>;
  /** How the workflow of a notice stands. Throws where the engine does not answer. */
  describe(noticeId: string): Promise<Standing>;
  /** What the workflow of a notice holds; null where none answers in time: a query needs a worker. */
  heldState(noticeId: string): Promise<HeldState | null>;
  /** Ids of the notices whose workflow runs, a page at a time, as the engine's list has it: seconds late. */
  listRunning(): AsyncIterable<string[]>;
  /**
   * Ids of notices whose workflow's task the engine says fails, at most so many. It says so after as many failures as its
   * setting `system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute` has it (5, embedded 2); a server that does
   * not know of it names none.
   */
  listFailing(limit: number): Promise<string[]>;
  /** How the task queues stand. */
  queues(): Promise<QueueState[]>;
  /** Which release is current, and what runs on which. */
  releases: Releases;
  /** Whether the server answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
