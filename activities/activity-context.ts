import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';

/** What an activity needs from the Temporal runtime; tests pass in their own implementation. */
export interface ActivityContext {
  attempt(): number;
  /** Time since the activity was first scheduled, over all attempts, in milliseconds. */
  triedMs(): number;
  heartbeat(details: unknown): void;
  /** Heartbeat details of the previous attempt; undefined if it sent none. */
  heartbeatDetails(): unknown;
  cancellation(): AbortSignal;
}

export const temporalActivity: ActivityContext = {
  attempt: () => activityInfo().attempt,
  triedMs: () => Date.now() - activityInfo().scheduledTimestampMs,
  heartbeat: (details) => heartbeat({ of: requestId(), details }),
  heartbeatDetails: (): unknown => readHeartbeat(activityInfo().heartbeatDetails, requestId()),
  cancellation: () => cancellationSignal(),
};

function requestId(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId} ${activityId}`;
}

/** Returns the heartbeat details of an earlier attempt of this request; undefined for details of any other activity. */
export function readHeartbeat(said: unknown, request: string): unknown {
  const isOwn = typeof said === 'object' && said !== null && 'of' in said && said.of === request;
  return isOwn && 'details' in said ? said.details : undefined;
}

/** From this attempt on an outage raises an alert; shorter ones heal by themselves. */
export const OUTAGE_ATTEMPT = 3;

const PULSE_MS = 3_000;
/** Longer than any single request to the platform including its waits: a step that takes longer is stuck. */
const MAX_STEP_MS = 60_000;

/**
 * Sends heartbeats for a long activity, often enough that a killed process is noticed within seconds although one step
 * (a slow answer, a long digest) may take half a minute. They stop if no progress is reported for longer than any step
 * may take.
 */
export function startPulse(
  activity: ActivityContext,
  details: () => unknown = () => undefined,
): { heartbeat: () => void; stop: () => void } {
  // A monotonic clock: setting the system time must neither hide a stuck step nor fake one.
  let heartbeatAtMs = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - heartbeatAtMs < MAX_STEP_MS) activity.heartbeat(details());
  }, PULSE_MS);
  return {
    heartbeat: () => {
      heartbeatAtMs = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}

export function readLastCursor(details: unknown): number {
  const cursor = typeof details === 'object' && details !== null && 'cursor' in details ? details.cursor : 0;
  return typeof cursor === 'number' ? cursor : 0;
}
