import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import { CALL_MS } from './describe.js';

/** What the workflow waits for: an activity, or its own task where that fails. */
export interface PendingStep {
  /** Type of the activity; null: the workflow's own task. */
  activity: string | null;
  attempt: number;
  /** Null: no limit. */
  maxAttempts: number | null;
  isRunning: boolean;
  /** Type of the last error. Its message is sealed and may quote a notice. */
  lastError: string | null;
  startedAt: Date | null;
  /** Null while it runs. */
  nextAt: Date | null;
}

type Description = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>;
type Activity = NonNullable<Description['raw']['pendingActivities']>[number];
type Failure = Activity['lastFailure'];

/** `PENDING_ACTIVITY_STATE_STARTED`; its enum is in a package for tests alone. */
const STARTED = 2;
/** A name that code gives an error; anything else might be text. */
const ERROR_NAME = /^[A-Za-z][\w.]{0,79}$/;

export async function listPendingSteps(client: Client, noticeId: string): Promise<PendingStep[]> {
  try {
    const { raw } = await client.withDeadline(Date.now() + CALL_MS, () =>
      client.workflow.getHandle(makeNoticeWorkflowId(noticeId)).describe(),
    );
    return toSteps(raw);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return [];
    throw error;
  }
}

export function toSteps({
  pendingActivities,
  pendingWorkflowTask: task,
}: Pick<Description['raw'], 'pendingActivities' | 'pendingWorkflowTask'>): PendingStep[] {
  const steps = (pendingActivities ?? []).map(toStep);
  if (task == null || (task.attempt ?? 1) < 2) return steps;
  const own = {
    activity: null,
    attempt: task.attempt ?? 1,
    maxAttempts: null,
    isRunning: false,
    lastError: null,
    startedAt: toDate(task.originalScheduledTime),
    nextAt: toDate(task.scheduledTime),
  };
  return [own, ...steps];
}

function toStep(activity: Activity): PendingStep {
  const isRunning = Number(activity.state) === STARTED;
  return {
    activity: activity.activityType?.name ?? null,
    attempt: activity.attempt ?? 1,
    maxAttempts: activity.maximumAttempts ? activity.maximumAttempts : null,
    isRunning,
    lastError: nameFailure(activity.lastFailure),
    startedAt: toDate(activity.lastStartedTime),
    nextAt: isRunning ? null : toDate(activity.nextAttemptScheduleTime ?? activity.scheduledTime),
  };
}

function nameFailure(failure: Failure): string | null {
  if (failure == null) return null;
  if (failure.timeoutFailureInfo != null) return 'Timeout';
  const type = failure.applicationFailureInfo?.type ?? '';
  return ERROR_NAME.test(type) ? type : 'Error';
}

function toDate(time: { seconds?: unknown } | null | undefined): Date | null {
  const seconds = Number(time?.seconds ?? 0);
  return seconds > 0 ? new Date(seconds * 1_000) : null;
}
