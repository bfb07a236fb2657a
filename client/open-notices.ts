import type { Client } from '@temporalio/client';
import { noticeOfWorkflow } from '../domain/notices/notice.js';

/** Temporal's list lags by seconds: check again what it lacks. */
export const OPEN = "WorkflowType = 'noticeWorkflow' AND ExecutionStatus = 'Running'";

export const ENGINE_PAGE_SIZE = 1_000;

export async function listOpenNotices(
  client: Client,
  { that, limit }: { that: string; limit: number },
): Promise<string[]> {
  const ids: string[] = [];
  const query = `${OPEN} AND ${that}`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: Math.min(limit, ENGINE_PAGE_SIZE) })) {
    const id = noticeOfWorkflow(workflowId);
    if (id !== null) ids.push(id);
    if (ids.length >= limit) break;
  }
  return ids;
}
