import type { Logger } from 'pino';

const EVERY_MS = 2_000;

/** Something that runs until it is told to stop; stopping waits for what is under way. */
export interface Round {
  stop: () => Promise<void>;
}

/** Does the work of a job again and again, with a rest between; what fails is logged under the job's name and tried again. */
export function goRound(
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
