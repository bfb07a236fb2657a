import type { Logger } from 'pino';

const EVERY_MS = 2_000;

export interface Round {
  stop: () => Promise<void>;
}

/** Repeats the work of a job with a pause in between; logs failures under the job's name and retries. */
export function runEvery(
  job: string,
  work: (isStopped: () => boolean) => Promise<void>,
  logger: Logger,
  everyMs: number | (() => number) = EVERY_MS,
): Round {
  let stopped = false;
  let wake: (() => void) | undefined;
  const loop = async () => {
    while (!stopped) {
      try {
        await work(() => stopped);
      } catch (error) {
        logger.warn({ job, err: error }, 'job failed, retrying');
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, typeof everyMs === 'number' ? everyMs : everyMs()).unref();
      });
    }
  };
  const running = loop();
  return {
    async stop() {
      stopped = true;
      wake?.();
      await running;
    },
  };
}
