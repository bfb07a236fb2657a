import { setTimeout as sleep } from 'node:timers/promises';
import { TokenBucket } from 'limiter';
import { PlatformUnavailable } from './platform-connection.js';

/** The most operations that one request of the port may carry. */
export const PAGE_SIZE = 1_000;
/** Operations that a request may grow by after one of which everything came back. */
const STEP = 25;
/** A request that takes longer than this is cut smaller next time. */
const SLOW_MS = 10_000;
/** A wait that the platform asks for is sat out up to this long; a longer one ends the attempt. */
export const SHORT_WAIT_MS = 5_000;

/** What became of one request. */
export interface Sent {
  sent: number;
  /** Operations whose results came back. */
  known: number;
  tookMs: number;
}

/** How fast and in which portions operations go out, over all orders of the process together. */
export interface Pace {
  /** Operations of the next request: as many as the platform has lately managed, and some more. */
  readonly pageSize: number;
  /**
   * Waits until so many operations may go out; whoever asked first goes first. Throws PlatformUnavailable where the
   * platform has asked for a long wait.
   */
  take(operations: number): Promise<void>;
  /** Learns from a request how many the platform manages. */
  learn(sent: Sent): void;
  /** Keeps all orders off the platform for so long: it has asked for that. */
  holdOff(ms: number): void;
  wait(ms: number): Promise<void>;
  now(): number;
}

/** The time that a pace keeps; tests have one of their own. */
export interface PaceClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/** One that nobody sets back: a wait of seconds would become one of an hour where a wrong clock is put right. */
const REAL: PaceClock = { now: () => performance.now(), wait: (ms) => sleep(ms) };

/**
 * At most `rate` operations a second, or as many as the platform takes. Requests are cut to a second's worth, and to what
 * the platform manages: fewer where a part of one stayed unknown or was slow, more where all of it came back (additive
 * increase, multiplicative decrease).
 */
export function createPace(rate?: number, clock: PaceClock = REAL): Pace {
  const most = Math.min(PAGE_SIZE, rate ?? PAGE_SIZE);
  const bucket =
    rate === undefined ? null : new TokenBucket({ bucketSize: rate, tokensPerInterval: rate, interval: 'second' });
  let size = most;
  let heldUntil = 0;
  const sitOut = async () => {
    const leftMs = heldUntil - clock.now();
    if (leftMs > SHORT_WAIT_MS) {
      const message = `The platform has asked to wait ${Math.ceil(leftMs / 1000)} s (rate limit).`;
      throw new PlatformUnavailable(message, { carriedOut: 'no', retryAfterMs: leftMs });
    }
    if (leftMs > 0) await clock.wait(leftMs);
  };
  return {
    get pageSize() {
      return size;
    },
    async take(operations) {
      await sitOut();
      if (operations > 0) await bucket?.removeTokens(operations);
    },
    learn({ sent, known, tookMs }) {
      if (known < sent || tookMs > SLOW_MS) size = Math.max(1, Math.floor(sent / 2), tookMs > SLOW_MS ? 1 : known);
      // A short last page shows nothing of what a full one would do.
      else if (sent >= size) size = Math.min(most, size + STEP);
    },
    holdOff(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
    },
    wait: clock.wait,
    now: clock.now,
  };
}
