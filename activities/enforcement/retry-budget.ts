import type { RateLimiter } from '../../platforms/rate-limiter.js';
import { SHORT_WAIT_MS } from '../../platforms/rate-limiter.js';
import type { PlatformUnavailable } from '../../platforms/connection.js';

const MAX_IN_VAIN = 12;
const CONCURRENCY = 3;
const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 2_000;

export interface RetryBudget {
  rewarded(): void;
  /** Records a failure and waits, as long as the platform asks for; false if the attempt must end. */
  bear(outage: PlatformUnavailable): Promise<boolean>;
  inVain(): number;
}

export function createRetryBudget(pace: RateLimiter): RetryBudget {
  let inVain = 0;
  return {
    rewarded() {
      inVain = 0;
    },
    inVain: () => inVain,
    async bear({ carriedOut, retryAfterMs }) {
      inVain += 1;
      if (retryAfterMs !== null) pace.holdOff(retryAfterMs);
      // Nothing listens there, which will not heal within seconds.
      const isGone = carriedOut === 'no' && retryAfterMs === null;
      if (isGone || inVain > MAX_IN_VAIN || (retryAfterMs ?? 0) > SHORT_WAIT_MS) return false;
      if (retryAfterMs !== null) await pace.wait(retryAfterMs);
      else if (inVain > CONCURRENCY)
        await pace.wait(Math.min(FIRST_WAIT_MS * 2 ** (inVain - CONCURRENCY - 1), MAX_WAIT_MS));
      return true;
    },
  };
}
