import type { Logger } from '@temporalio/worker';

/** What a loop is given: whether it is to end, and a rest that ends when it is. */
export interface Loop {
  isStopped: () => boolean;
  rest: (ms: number) => Promise<void>;
}

/** Runs a loop until it is told to stop; stopping waits for what is under way. A rest keeps no process alive. */
export function runUntilStopped(loop: (of: Loop) => Promise<void>): { stop: () => Promise<void> } {
  let stopped = false;
  let wake: (() => void) | undefined;
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, ms).unref();
    });
  const running = loop({ isStopped: () => stopped, rest });
  return {
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}

/** Logs that a background job has failed; its loop tries again. */
export function logFailedJob(logger: Pick<Logger, 'warn'>, job: string, error: unknown): void {
  logger.warn('job failed, retrying', { job, reason: error instanceof Error ? error.message : String(error) });
}
