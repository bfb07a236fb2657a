import type { Client } from '@temporalio/client';
import { noticeOfWorkflow } from '../../domain/notice/notice.js';

/** The engine's words for notices whose workflow runs. Its list is seconds behind: ask again about what it lacks. */
export const OPEN = "WorkflowType = 'noticeWorkflow' AND ExecutionStatus = 'Running'";

/** A page of the engine's list at most. */
export const PAGE = 1_000;

/** Ids of open notices of which something more holds, at most so many. */
export async function listOpenNotices(
  client: Client,
  { that, limit }: { that: string; limit: number },
): Promise<string[]> {
  const ids: string[] = [];
  const query = `${OPEN} AND ${that}`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: Math.min(limit, PAGE) })) {
    const id = noticeOfWorkflow(workflowId);
    if (id !== null) ids.push(id);
    if (ids.length >= limit) break;
  }
  return ids;
}
