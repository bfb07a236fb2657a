import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';

/** What an activity asks of its surroundings. Tests hand in their own. */
export interface ActivityContext {
  /** Counts from 1. */
  attempt(): number;
  heartbeat(details: unknown): void;
  /** What the attempt before this one last said, if it said anything. */
  heartbeatDetails(): unknown;
  cancellation(): AbortSignal;
}

/** The running Temporal activity. */
export const temporalActivity: ActivityContext = {
  attempt: () => activityInfo().attempt,
  heartbeat: (details) => heartbeat(details),
  heartbeatDetails: () => activityInfo().heartbeatDetails as unknown,
  cancellation: () => cancellationSignal(),
};

/** From this attempt on an outage is worth a look by ops: shorter ones heal by themselves. */
export const OUTAGE_ATTEMPT = 3;
