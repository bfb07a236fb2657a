import type { Logger } from 'pino';
import type { JobName } from '../registry/ops/leader-locks.js';

const EVERY_MS = 2_000;

export interface Round {
  stop: () => Promise<void>;
}

export interface JobTools {
  isStopped: () => boolean;
  /** Names the job in each line. */
  logger: Logger;
}
export type JobWork = (tools: JobTools) => Promise<unknown>;
/** A row of the table of everything that runs by itself. */
export interface Job {
  name: string;
  /** Pause between two runs. */
  everyMs: number | (() => number);
  /** The leader lock that a process must hold to run it; null: it runs in each process. */
  lock: JobName | null;
  work: JobWork;
  /** How long a stop waits for a run; undefined: until it ends. */
  stopWithinMs?: number;
}

/** A job of one process at a time. */
export function leader(name: JobName, everyMs: Job['everyMs'], work: JobWork): Job {
  return { name, lock: name, everyMs, work };
}

export function everywhere(name: string, everyMs: number, work: JobWork): Job {
  return { name, lock: null, everyMs, work };
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
