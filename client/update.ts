import { type Client, WorkflowNotFoundError, WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { handleWhen, IterableBackoff, retry } from 'cockatiel';
import type { Command } from '../domain/commands/command.js';
import type { Rejection } from '../domain/commands/rejection.js';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import { isRefusedPayload } from '../domain/notices/refused-payload.js';
import { GRPC, findGrpcCode } from './connection/grpc-code.js';
import type { CommandAnswer } from './engine.js';

/** Timeout of one call. A restarted worker needs a few seconds; longer is reported as an outage. */
const CALL_MS = 15_000;
const SEND_AGAIN_MS = [50, 200, 800];

/** Sends a command as an Update under its own id, so that it takes effect once however often it is sent. */
export async function updateNotice(client: Client, noticeId: string, command: Command): Promise<CommandAnswer> {
  const handle = client.workflow.getHandle(makeNoticeWorkflowId(noticeId));
  const update = () =>
    handle.executeUpdate<{ version: number }, [Command]>('command', { updateId: command.id, args: [command] });
  try {
    const { version } = await client.withDeadline(Date.now() + CALL_MS, () => untilTaskHolds.execute(update));
    return { kind: 'accepted', version };
  } catch (error) {
    return readAnswer(error);
  }
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
