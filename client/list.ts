import type { Client } from '@temporalio/client';
import { noticeOfWorkflow } from '../domain/notices/notice.js';
import { GRPC, findGrpcCode } from './connection/grpc-code.js';

const OPEN = "WorkflowType = 'noticeWorkflow' AND ExecutionStatus = 'Running'";

const PAGE_SIZE = 1_000;

export async function listOpenNotices(
  client: Client,
  { that, limit }: { that: string; limit: number },
): Promise<string[]> {
  const ids: string[] = [];
  const query = `${OPEN} AND ${that}`;
  for await (const { workflowId } of client.workflow.list({ query, pageSize: Math.min(limit, PAGE_SIZE) })) {
    const id = noticeOfWorkflow(workflowId);
    if (id !== null) ids.push(id);
    if (ids.length >= limit) break;
  }
  return ids;
}

/** Yields ids of notices whose workflow runs, in pages. Temporal's list lags by seconds: check again what it lacks. */
export async function* listRunning(client: Client): AsyncGenerator<string[]> {
  let page: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: OPEN, pageSize: PAGE_SIZE })) {
    const id = noticeOfWorkflow(workflowId);
    if (id !== null) page.push(id);
    if (page.length < PAGE_SIZE) continue;
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
