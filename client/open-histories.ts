import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import { listFailing, listRunning } from './list.js';

const FETCH_MS = 30_000;
const MAX_FAILING = 10_000;

export interface OpenHistory {
  workflowId: string;
  history: unknown;
}

/**
 * Yields the histories of open notices, one at a time. Leaves out notices whose task already fails: another release may
 * be their cure, and they must not stand in its way. Throws if Temporal does not answer.
 */
export async function* listOpenHistories(client: Client): AsyncGenerator<OpenHistory> {
  const failing = new Set(await listFailing(client, MAX_FAILING));
  for await (const page of listRunning(client)) {
    for (const noticeId of page) {
      const history = failing.has(noticeId) ? null : await fetchHistory(client, noticeId);
      if (history !== null) yield history;
    }
  }
}

async function fetchHistory(client: Client, noticeId: string): Promise<OpenHistory | null> {
  const workflowId = makeNoticeWorkflowId(noticeId);
  try {
    const history = await client.withDeadline(Date.now() + FETCH_MS, () =>
      client.workflow.getHandle(workflowId).fetchHistory(),
    );
    return { workflowId, history };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}
