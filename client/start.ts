import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import type { NoticeInput } from '../domain/notices/notice-state.js';
import { NOTICE_QUEUE } from './queues.js';

/** Shorter than other calls: the notice is durable already, and the sweeper starts what was not started. */
const START_MS = 5_000;

interface StartOptions {
  /** What a run that has ended means: a notice starts once, and again only where it is reopened or rebuilt. */
  reuse: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE';
  /** What a run that still exists means. */
  conflict?: 'FAIL' | 'TERMINATE_EXISTING';
}

export async function startNotice(
  client: Client,
  input: NoticeInput,
  { reuse, conflict = 'FAIL' }: StartOptions,
): Promise<'started' | 'already'> {
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
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already';
    throw error;
  }
}
