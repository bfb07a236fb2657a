import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../db.js';
import { lastAuditSeq } from '../notices/audit.js';

/** Longest pause after one page, so that a long order progresses however busy the desk is. */
export const MAX_REST_MS = 250;

/** Lets long work yield to commands, intake and clocks on the same machine, page by page. */
export interface ForegroundYield {
  /**
   * Returns whether anything was written to the audit log since the last call; the first call returns false. Also
   * starts the timing of a page.
   */
  hasForegroundWork(): Promise<boolean>;
  /** Sleeps as long as the page took, `MAX_REST_MS` at most, so that the work takes half of the time at most. */
  yieldToForeground(): Promise<void>;
  page<Done>(work: () => Promise<Done>): Promise<Done>;
}

export function createForegroundYield(db: Connection): ForegroundYield {
  let seen: number | null = null;
  let begunAtMs = performance.now();
  const hasForegroundWork = async () => {
    const last = await lastAuditSeq(db);
    const others = seen !== null && last > seen;
    seen = last;
    begunAtMs = performance.now();
    return others;
  };
  const yieldToForeground = () => sleep(Math.min(performance.now() - begunAtMs, MAX_REST_MS));
  return {
    hasForegroundWork,
    yieldToForeground,
    async page(work) {
      const others = await hasForegroundWork();
      const done = await work();
      if (others) await yieldToForeground();
      return done;
    },
  };
}
