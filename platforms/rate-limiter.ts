import { setTimeout as sleep } from 'node:timers/promises';
import { TokenBucket } from 'limiter';
import { PlatformUnavailable } from './connection.js';

/** Max operations per request, as the port's contract allows. */
export const PAGE_SIZE = 1_000;
const STEP = 25;
const SLOW_MS = 10_000;
/** Longest wait requested by the platform that an attempt sits out; a longer one ends the attempt. */
export const SHORT_WAIT_MS = 5_000;

export interface RequestOutcome {
  sent: number;
  known: number;
  tookMs: number;
}

/** Limits rate and page size of operations over all orders of the process together. */
export interface RateLimiter {
  readonly pageSize: number;
  /**
   * Waits until so many operations may be sent, first come, first served. Throws `PlatformUnavailable` if the platform
   * has asked for a long wait.
   */
  take(operations: number): Promise<void>;
  learn(sent: RequestOutcome): void;
  holdOff(ms: number): void;
  wait(ms: number): Promise<void>;
  now(): number;
}

export interface LimiterClock {
  now(): number;
  wait(ms: number): Promise<void>;
}

/** A monotonic clock: correcting the system time must not turn a wait of seconds into one of an hour. */
const REAL: LimiterClock = { now: () => performance.now(), wait: (ms) => sleep(ms) };

/**
 * Allows `rate` operations a second, or as many as the platform takes. Request size follows additive increase,
 * multiplicative decrease: smaller if part of a request stayed unknown or was slow, larger if all of it came back.
 */
export function createRateLimiter(rate?: number, clock: LimiterClock = REAL): RateLimiter {
  const max = Math.min(PAGE_SIZE, rate ?? PAGE_SIZE);
  const bucket =
    rate === undefined ? null : new TokenBucket({ bucketSize: rate, tokensPerInterval: rate, interval: 'second' });
  let size = max;
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
      // A short last page says nothing about the platform's capacity for a full one.
      else if (sent >= size) size = Math.min(max, size + STEP);
    },
    holdOff(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
    },
    wait: clock.wait,
    now: clock.now,
  };
}
