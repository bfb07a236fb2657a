import type { Pace } from '../pace.js';
import { SHORT_WAIT_MS } from '../pace.js';
import type { PlatformUnavailable } from '../platform-connection.js';

/** Requests in a row that bring nothing, before an attempt is given up. */
const MOST_IN_VAIN = 12;
/** So many of them are followed by the next at once: one lost answer says little. */
const AT_ONCE = 3;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

/** How long one attempt bears with a platform that does not answer. */
export interface Patience {
  /** Something came of a request. */
  rewarded(): void;
  /** Nothing came of one. Waits, as long as the platform asks for; false: the attempt ends here. */
  bear(outage: PlatformUnavailable): Promise<boolean>;
  /** Requests that have brought nothing since the last one that did. */
  inVain(): number;
}

export function createPatience(pace: Pace): Patience {
  let inVain = 0;
  return {
    rewarded() {
      inVain = 0;
    },
    inVain: () => inVain,
    async bear({ carriedOut, retryAfterMs }) {
      inVain += 1;
      if (retryAfterMs !== null) pace.holdOff(retryAfterMs);
      // Nobody listens there: that is no matter of seconds.
      const isGone = carriedOut === 'no' && retryAfterMs === null;
      if (isGone || inVain > MOST_IN_VAIN || (retryAfterMs ?? 0) > SHORT_WAIT_MS) return false;
      if (retryAfterMs !== null) await pace.wait(retryAfterMs);
      else if (inVain > AT_ONCE)
        await pace.wait(Math.min(FIRST_WAIT_MS * 2 ** (inVain - AT_ONCE - 1), LONGEST_WAIT_MS));
      return true;
    },
  };
}
