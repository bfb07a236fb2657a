import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** How a child that once was ready is asked whether it still works. */
export interface Vitals {
  /** False, or a rejection: there was no answer in all the time that a question is given. An answer that says no is one. */
  answers: () => Promise<boolean>;
  /** Between two questions. */
  everyMs: number;
  /** It hangs once it was silent for so long … */
  hungAfterMs: number;
  /** … and to so many questions in a row: one that was asked while the machine stood still says nothing. */
  silences: number;
}

/**
 * Asks until the child hangs (true) or the signal says that it has ended (false). Time is that of the process, which stands
 * still with the machine: a desk that was suspended does not find everything silent when it wakes.
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
