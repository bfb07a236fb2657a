import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from './queues.js';

/**
 * `stuck`: failures of its task and for how long. `foreign`: the desk did not start it. `gone`: how it ended; the
 * workflow of a closed notice is `completed`.
 */
export type RunStatus =
  | { kind: 'running'; stuck: { attempts: number; seconds: number } | null; foreign: ForeignStart | null }
  | { kind: 'gone'; how: 'missing' | 'completed' | 'failed' | 'terminated' | 'timed_out' | 'canceled' };

/** How it shows that the desk did not start a workflow: another type, or a queue that no worker of the desk serves. */
export type ForeignStart = 'type' | 'queue';

const NOTICE_WORKFLOW = 'noticeWorkflow';
export const CALL_MS = 5_000;
const QUEUES_MS = 3_000;
/** One failing task may be a stopped worker; this many are a fault. */
const STUCK_ATTEMPTS = 3;

/** Returns the run status of a notice's workflow. Throws if Temporal does not answer. */
export async function describeNotice(client: Client, noticeId: string): Promise<RunStatus> {
  try {
    const described = await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.getHandle(makeNoticeWorkflowId(noticeId)).describe(),
    );
    return toStatus(described);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone', how: 'missing' };
    throw error;
  }
}

function toStatus(
  description: Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>,
): RunStatus {
  const { status, raw, type, taskQueue } = description;
  const how = ENDED[status.name];
  if (how !== undefined) return { kind: 'gone', how };
  const foreign = type !== NOTICE_WORKFLOW ? 'type' : taskQueue !== NOTICE_QUEUE ? 'queue' : null;
  const task = raw.pendingWorkflowTask;
  const attempts = task?.attempt ?? 1;
  if (attempts < STUCK_ATTEMPTS) return { kind: 'running', stuck: null, foreign };
  const sinceMs = Number(task?.originalScheduledTime?.seconds ?? 0) * 1000;
  const seconds = Math.max(0, Math.round((Date.now() - sinceMs) / 1000));
  return { kind: 'running', stuck: { attempts, seconds }, foreign };
}

const ENDED: Partial<Record<string, Extract<RunStatus, { kind: 'gone' }>['how']>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
  CANCELLED: 'canceled',
};

/** The backlog of a task queue. Heartbeats say who serves it: Temporal would list dead workers for minutes. */
export interface QueueState {
  name: string;
  backlog: number;
  /** Age of the oldest waiting task; null if none waits. */
  oldestSeconds: number | null;
}

const TYPES = [1, 2] as const;

export async function describeQueues(client: Client): Promise<QueueState[]> {
  return client.withDeadline(Date.now() + QUEUES_MS, () =>
    Promise.all([NOTICE_QUEUE, ENFORCEMENT_QUEUE].map((name) => describeQueue(client, name))),
  );
}

async function describeQueue({ connection, options: { namespace } }: Client, name: string): Promise<QueueState> {
  const parts = await Promise.all(
    TYPES.map((taskQueueType) =>
      connection.workflowService.describeTaskQueue({
        namespace,
        taskQueue: { name },
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- its enum is in a package for tests alone
        taskQueueType,
        reportStats: true,
      }),
    ),
  );
  const oldest = Math.max(...parts.map(({ stats }) => toSeconds(stats?.approximateBacklogAge)));
  const backlog = parts.reduce((sum, { stats }) => sum + Number(stats?.approximateBacklogCount ?? 0), 0);
  return { name, backlog, oldestSeconds: backlog === 0 ? null : Math.round(oldest * 10) / 10 };
}

function toSeconds(span: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return span == null ? 0 : Number(span.seconds ?? 0) + (span.nanos ?? 0) / 1e9;
}
