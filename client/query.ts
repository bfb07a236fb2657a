import type { Client } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import type { HeldState } from '../domain/notices/own-run.js';
import { isRefusedPayload } from '../domain/notices/refused-payload.js';

/** A worker that evicted the workflow has to replay its history first. */
const QUERY_MS = 10_000;

/** Queries the state that the workflow holds; null if no sealed answer arrives in time. */
export async function queryState(client: Client, noticeId: string): Promise<HeldState | null> {
  const handle = client.workflow.getHandle(makeNoticeWorkflowId(noticeId));
  try {
    const state = await client.withDeadline(Date.now() + QUERY_MS, () => handle.query<HeldState>('state'));
    return isRefusedPayload(state) ? null : state;
  } catch {
    return null;
  }
}
