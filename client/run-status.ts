import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { noticeOfWorkflow } from '../domain/notices/notice.js';
import { GRPC, findGrpcCode } from './connection/grpc-code.js';
import { NOTICE_QUEUE } from './queues.js';
import { listOpenNotices, OPEN, ENGINE_PAGE_SIZE } from './open-notices.js';

/**
 * `stuck`: failures of its task and for how long. `foreign`: the desk did not start it. `gone`: how it ended; the
 * workflow of a closed notice is `completed`.
 */
export type RunStatus =
  | { kind: 'running'; stuck: { attempts: number; seconds: number } | null; foreign: ForeignStart | null }
  | { kind: 'gone'; how: 'missing' | 'completed' | 'failed' | 'terminated' | 'timed_out' | 'canceled' };

/** How it shows that the desk did not start a workflow: another type, or a queue that no worker of the desk serves. */
export type ForeignStart = 'type' | 'queue';

/** Timeout of a query: a worker that evicted the workflow has to replay its history first. */
export const QUERY_MS = 10_000;
const NOTICE_WORKFLOW = 'noticeWorkflow';
const CALL_MS = 5_000;
/** One failing task may be a stopped worker; this many are a fault. */
const STUCK_ATTEMPTS = 3;

/** Returns the run status of a workflow. Throws if Temporal does not answer. */
export async function describe(client: Client, workflowId: string): Promise<RunStatus> {
  try {
    const described = await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return toStatus(described);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone', how: 'missing' };
    throw error;
  }
}

function toStatus({
  status,
  raw,
  type,
  taskQueue,
}: Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>): RunStatus {
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

/** Yields ids of notices whose workflow runs, in pages. Temporal's list lags by seconds: check again what it lacks. */
export async function* listRunning(client: Client): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: OPEN, pageSize: ENGINE_PAGE_SIZE })) {
    const id = noticeOfWorkflow(workflowId);
    if (id !== null) page.push(id);
    if (page.length < ENGINE_PAGE_SIZE) continue;
    yield page;
    page = [];
  }
  yield page;
}

/**
 * Returns ids of notices whose workflow task fails according to Temporal, limited; none if the server does not report
 * failures.
 */
export async function listFailing(client: Client, limit: number): Promise<string[]> {
  return listOpenNotices(client, { that: 'TemporalReportedProblems IS NOT NULL', limit }).catch((error: unknown) => {
    if (findGrpcCode(error) === GRPC.INVALID_ARGUMENT) return [];
    throw error;
  });
}
