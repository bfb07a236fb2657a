import { performance } from 'node:perf_hooks';
import { computeClockSkew } from '../registry/ops/clocks-apart.js';

/** Within this difference from the database's clock the machine's clock is trusted: it is finer and needs no query. */
const BELIEVED_MS = 1_000;

export interface DatabaseClock {
  /**
   * Returns the current time. If the process's own clock is wrong or jumps, it is the database's time as last read,
   * advanced by the monotonic clock, because deadlines must agree across processes.
   */
  now(): Date;
  /** Reads the database's time and returns how far the machine's clock is ahead, in milliseconds (behind: negative). */
  compare(): Promise<number>;
}

interface Heard {
  databaseMs: number;
  steadyMs: number;
  looseMs: number;
}

/**
 * Creates a clock that follows the database; until the first comparison it is the machine's. `ask` returns the
 * database's time.
 */
export function createDatabaseClock(
  ask: () => Promise<Date>,
  { machineMs = () => Date.now(), steadyMs = () => performance.now() } = {},
): DatabaseClock {
  let heard: Heard | undefined;
  return {
    now() {
      const own = machineMs();
      if (heard === undefined) return new Date(own);
      const policy = heard.databaseMs + steadyMs() - heard.steadyMs;
      return new Date(Math.abs(own - policy) <= BELIEVED_MS + heard.looseMs ? own : Math.round(policy));
    },
    async compare() {
      const [requestedMs, fromMs] = [machineMs(), steadyMs()];
      const databaseMs = (await ask()).getTime();
      const [answeredMs, toMs] = [machineMs(), steadyMs()];
      heard = { databaseMs, steadyMs: (fromMs + toMs) / 2, looseMs: (toMs - fromMs) / 2 };
      return Math.round(computeClockSkew(databaseMs, { requestedMs, answeredMs }));
    },
  };
}
