import type { Logger } from '@temporalio/worker';

export interface Loop {
  isStopped: () => boolean;
  rest: (ms: number) => Promise<void>;
}

/** Runs a loop until stopped; stopping waits for the work in progress. A rest does not keep the process alive. */
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

export function logFailedJob(logger: Pick<Logger, 'warn'>, job: string, error: unknown): void {
  logger.warn('job failed, retrying', { job, reason: error instanceof Error ? error.message : String(error) });
}
