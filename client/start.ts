import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import type { NoticeInput } from '../domain/notices/notice-state.js';
import { NOTICE_QUEUE } from './queues.js';
import type { SearchAttributes } from './search-attributes.js';

/** Shorter than other calls: the notice is durable already, and the sweeper starts what was not started. */
const START_MS = 5_000;

interface StartOptions {
  /** What a run that has ended means: a notice starts once, and again only where it is reopened or rebuilt. */
  reuse: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE';
  /** What a run that still exists means. */
  conflict?: 'FAIL' | 'TERMINATE_EXISTING';
}

interface Starting {
  client: Client;
  attributes: SearchAttributes;
}

export async function startNotice(
  { client, attributes }: Starting,
  input: NoticeInput,
  { reuse, conflict = 'FAIL' }: StartOptions,
): Promise<'started' | 'already'> {
  const start = async (typedSearchAttributes: ReturnType<SearchAttributes['find']>) =>
    client.workflow.start('noticeWorkflow', {
      taskQueue: NOTICE_QUEUE,
      workflowId: makeNoticeWorkflowId(input.noticeId),
      workflowIdConflictPolicy: conflict,
      workflowIdReusePolicy: reuse,
      args: [input],
      ...(input.label === undefined ? {} : { staticSummary: input.label }),
      ...(typedSearchAttributes === undefined ? {} : { typedSearchAttributes }),
    });
  const found = attributes.find(input);
  try {
    await client.withDeadline(Date.now() + START_MS, () =>
      start(found).catch((error: unknown) => {
        if (found !== undefined && attributes.areUnknown(error)) return start(undefined);
        throw error;
      }),
    );
    return 'started';
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return 'already';
    throw error;
  }
}
