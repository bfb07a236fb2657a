import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { noticeOfWorkflow } from '../../domain/notice/notice.js';
import { GRPC, grpcCodeOf } from '../../temporal/grpc-code.js';
import { NOTICE_QUEUE } from './queues.js';
import { listOpenNotices, OPEN, PAGE } from './open-notices.js';

/**
 * How a workflow stands. `stuck`: its task has failed so often, for so long. `foreign`: the desk did not start it. `gone`: what has become of it; a notice that is
 * closed has one that is `completed`.
 */
export type Standing =
  | { kind: 'running'; stuck: { attempts: number; seconds: number } | null; foreign: ForeignStart | null }
  | { kind: 'gone'; how: 'missing' | 'completed' | 'failed' | 'terminated' | 'timed_out' | 'canceled' };

/** What shows that the desk did not start a workflow: it is of another type, or waits in a queue that no worker of the desk serves. */
export type ForeignStart = 'type' | 'queue';

/** A worker that has let a workflow go has to read its history first. */
export const QUERY_MS = 10_000;
const NOTICE_WORKFLOW = 'noticeWorkflow';
const CALL_MS = 5_000;
/** One failing task may be a worker that was stopped; so many are a fault. */
const STUCK_ATTEMPTS = 3;

/** How a workflow stands; throws where the engine does not answer. */
export async function describe(client: Client, workflowId: string): Promise<Standing> {
  try {
    const described = await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.getHandle(workflowId).describe(),
    );
    return toStanding(described);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { kind: 'gone', how: 'missing' };
    throw error;
  }
}

function toStanding({
  status,
  raw,
  type,
  taskQueue,
}: Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>): Standing {
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

const ENDED: Partial<Record<string, Extract<Standing, { kind: 'gone' }>['how']>> = {
  COMPLETED: 'completed',
  FAILED: 'failed',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed_out',
  CANCELLED: 'canceled',
};

/** Ids of the notices whose workflow runs, a page at a time. The engine's list is seconds behind: ask again about what it lacks. */
export async function* listRunning(client: Client): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: OPEN, pageSize: PAGE })) {
    const id = noticeOfWorkflow(workflowId);
    if (id !== null) page.push(id);
    if (page.length < PAGE) continue;
    yield page;
    page = [];
  }
  yield page;
}

/** Ids of notices whose workflow's task fails by the engine's own account, at most so many; none where the engine gives none. */
export async function listFailing(client: Client, limit: number): Promise<string[]> {
  return listOpenNotices(client, { that: 'TemporalReportedProblems IS NOT NULL', limit }).catch((error: unknown) => {
    if (grpcCodeOf(error) === GRPC.INVALID_ARGUMENT) return [];
    throw error;
  });
}
