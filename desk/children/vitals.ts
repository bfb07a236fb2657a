import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Vitals {
  /**
   * False or a rejection means no answer within the time allowed for one check. A negative answer still counts as an
   * answer.
   */
  answers: () => Promise<boolean>;
  everyMs: number;
  /** The child counts as hung after this long without an answer, and … */
  hungAfterMs: number;
  /** … this many unanswered checks in a row: a single check made while the machine was suspended proves nothing. */
  silences: number;
}

/**
 * Polls until the child hangs (true) or the signal aborts (false). Uses monotonic time, which stops while the machine
 * is suspended, so a desk that wakes up does not find every child hung.
 */
export async function untilHung(
  { answers, everyMs, hungAfterMs, silences }: Vitals,
  signal: AbortSignal,
): Promise<boolean> {
  let heardAtMs = performance.now();
  let silent = 0;
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return false;
    const isHeard = await answers().catch(() => false);
    silent = isHeard ? 0 : silent + 1;
    if (isHeard) heardAtMs = performance.now();
    if (!signal.aborted && silent >= silences && performance.now() - heardAtMs >= hungAfterMs) return true;
  }
  return false;
}
