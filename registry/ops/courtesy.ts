import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../db.js';
import { lastAuditSeq } from '../notice/audit.js';

/** The longest rest after one page, so that a long order gets on however busy the desk is. */
export const LONGEST_REST_MS = 250;

/** How the pages of long work make room for commands, intake and clocks on the same machine. */
export interface Courtesy {
  /** Whether anybody has put something on record since the last question; the first answer is no. Begins a page. */
  othersAtWork(): Promise<boolean>;
  /** Rests as long as the page took, so that at most half of the time goes to it. */
  giveWay(): Promise<void>;
  /** Does a page, and gives way after it where others are at work. */
  page<Done>(work: () => Promise<Done>): Promise<Done>;
}

/** A courtesy for one piece of long work. What such work itself records is a handful of entries. */
export function createCourtesy(db: Connection): Courtesy {
  let seen: number | null = null;
  let begunAtMs = performance.now();
  const othersAtWork = async () => {
    const last = await lastAuditSeq(db);
    const others = seen !== null && last > seen;
    seen = last;
    begunAtMs = performance.now();
    return others;
  };
  const giveWay = () => sleep(Math.min(performance.now() - begunAtMs, LONGEST_REST_MS));
  return {
    othersAtWork,
    giveWay,
    async page(work) {
      const others = await othersAtWork();
      const done = await work();
      if (others) await giveWay();
      return done;
    },
  };
}
