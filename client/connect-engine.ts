import {
  Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, type DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { handleWhen, IterableBackoff, retry } from 'cockatiel';
import type { Command } from '../domain/commands/command.js';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import type { NoticeInput } from '../domain/notices/notice-state.js';
import type { HeldState } from '../domain/notices/own-run.js';
import { isRefusedPayload } from '../domain/notices/refused-payload.js';
import type { Rejection } from '../domain/commands/rejection.js';
import { GRPC, findGrpcCode } from './connection/grpc-code.js';
import { connectionOptions, type TemporalSettings } from './connection/connection.js';
import type { CommandAnswer, Engine } from './engine.js';
import { describe, listFailing, listRunning, QUERY_MS } from './run-status.js';
import { createEngineReleases } from './releases.js';
import { describeQueues, ENFORCEMENT_QUEUE, NOTICE_QUEUE } from './queues.js';

/** Timeout of one call. A restarted worker needs a few seconds; longer is reported as an outage. */
const CALL_MS = 15_000;
const SEND_AGAIN_MS = [50, 200, 800];
/** Shorter for a start: the notice is durable already, and the sweeper starts what was not started. */
const START_MS = 5_000;
const QUEUES_MS = 3_000;
const QUEUES = [NOTICE_QUEUE, ENFORCEMENT_QUEUE];

/** Connects to Temporal. The native connection costs less than half of grpc-js per start. */
export async function connectEngine(settings: TemporalSettings & { dataConverter: DataConverter }): Promise<Engine> {
  const connection = await NativeConnection.connect(connectionOptions(settings));
  const client = new Client({ connection, namespace: settings.namespace, dataConverter: settings.dataConverter });

  const start = async (
    input: NoticeInput,
    reuse: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE',
    conflict: 'FAIL' | 'TERMINATE_EXISTING' = 'FAIL',
  ) => {
    try {
      await client.withDeadline(Date.now() + START_MS, () =>
        client.workflow.start('noticeWorkflow', {
          taskQueue: NOTICE_QUEUE,
          workflowId: makeNoticeWorkflowId(input.noticeId),
          workflowIdConflictPolicy: conflict,
          workflowIdReusePolicy: reuse,
          args: [input],
          ...(input.label === undefined ? {} : { staticSummary: input.label }),
        }),
      );
      return 'started' as const;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already' as const;
      throw error;
    }
  };

  return {
    start: (input) => start(input, 'REJECT_DUPLICATE'),
    startAgain: (input) => start(input, 'ALLOW_DUPLICATE'),
    startOver: (input, { replaces }) => start(input, 'ALLOW_DUPLICATE', replaces ? 'TERMINATE_EXISTING' : 'FAIL'),
    async send(noticeId, command) {
      const handle = client.workflow.getHandle(makeNoticeWorkflowId(noticeId));
      const update = () =>
        handle.executeUpdate<{ version: number }, [Command]>('command', { updateId: command.id, args: [command] });
      try {
        const { version } = await client.withDeadline(Date.now() + CALL_MS, () => untilTaskHolds.execute(update));
        return { kind: 'accepted', version };
      } catch (error) {
        return readAnswer(error);
      }
    },
    describe: (noticeId) => describe(client, makeNoticeWorkflowId(noticeId)),
    async heldState(noticeId) {
      const handle = client.workflow.getHandle(makeNoticeWorkflowId(noticeId));
      try {
        const state = await client.withDeadline(Date.now() + QUERY_MS, () => handle.query<HeldState>('state'));
        return isRefusedPayload(state) ? null : state;
      } catch {
        return null;
      }
    },
    listRunning: () => listRunning(client),
    listFailing: (limit) => listFailing(client, limit),
    queues: () => client.withDeadline(Date.now() + QUEUES_MS, () => describeQueues(client, QUEUES)),
    releases: createEngineReleases(client),
    async ping() {
      await client.withDeadline(Date.now() + 3_000, () => connection.workflowService.getSystemInfo({}));
    },
    close: () => connection.close(),
  };
}

/**
 * Temporal fails a task that would complete a workflow when a new event (such as an activity result) has arrived, and
 * with it the update of that task. The command is resent under its id; a repeated failure is reported as it is.
 */
const untilTaskHolds = retry(
  handleWhen((error) => findGrpcCode(error) === GRPC.FAILED_PRECONDITION),
  { maxAttempts: SEND_AGAIN_MS.length, backoff: new IterableBackoff(SEND_AGAIN_MS) },
);

function readAnswer(error: unknown): CommandAnswer {
  if (error instanceof WorkflowUpdateFailedError && error.cause instanceof ApplicationFailure) {
    const [rejection, at] = (error.cause.details ?? []) as [Rejection?, { version: number }?];
    // A refusal that the desk did not seal cannot come from its workflow and is ignored.
    if (rejection !== undefined && !isRefusedPayload(rejection)) return { kind: 'refused', rejection, ...at };
  }
  if (error instanceof WorkflowNotFoundError) return { kind: 'not_running' };
  return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
}
