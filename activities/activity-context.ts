import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';

/** What an activity asks of its surroundings. Tests hand in their own. */
export interface ActivityContext {
  /** Counts from 1. */
  attempt(): number;
  /** For how long it has been tried, all attempts together, in milliseconds. */
  triedMs(): number;
  heartbeat(details: unknown): void;
  /** What the attempt before this one last said, if it said anything. */
  heartbeatDetails(): unknown;
  cancellation(): AbortSignal;
}

/** The running Temporal activity. */
export const temporalActivity: ActivityContext = {
  attempt: () => activityInfo().attempt,
  triedMs: () => Date.now() - activityInfo().scheduledTimestampMs,
  heartbeat: (details) => heartbeat({ of: requestId(), details }),
  heartbeatDetails: (): unknown => readHeartbeat(activityInfo().heartbeatDetails, requestId()),
  cancellation: () => cancellationSignal(),
};

/** One request for a step. Temporal may be made to hand over what another step of the notice last said. */
function requestId(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId} ${activityId}`;
}

/** What an earlier attempt of this request last said; undefined for what any other step said. */
export function readHeartbeat(said: unknown, request: string): unknown {
  const isOwn = typeof said === 'object' && said !== null && 'of' in said && said.of === request;
  return isOwn && 'details' in said ? said.details : undefined;
}

/** From this attempt on an outage is worth a look by ops: shorter ones heal by themselves. */
export const OUTAGE_ATTEMPT = 3;

const PULSE_MS = 3_000;
/** Longer than any single request to the platform with its waits: a step that takes longer hangs. */
const LONGEST_STEP_MS = 60_000;

/**
 * Heartbeats of a long activity, so frequent that a killed process is noticed within seconds although one step (a slow
 * answer, a long digest) may take half a minute. Without a `beat` for longer than any step may take they stop.
 */
export function startPulse(
  activity: ActivityContext,
  details: () => unknown = () => undefined,
): { beat: () => void; stop: () => void } {
  // By a clock that nobody sets: one that is put right neither hides a step that hangs nor makes one out.
  let beatAtMs = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - beatAtMs < LONGEST_STEP_MS) activity.heartbeat(details());
  }, PULSE_MS);
  return {
    beat: () => {
      beatAtMs = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}

/** Where the attempt before this one stood: the last target it had done. */
export function cursorOf(details: unknown): number {
  const cursor = typeof details === 'object' && details !== null && 'cursor' in details ? details.cursor : 0;
  return typeof cursor === 'number' ? cursor : 0;
}
