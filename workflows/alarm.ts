import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';
import { LONGEST_SLEEP_MS } from '../domain/clock.js';

/** The one timer of a notice. It is kept while its instant stays right: every re-arming costs two events. */
export interface Alarm {
  /** Waits until the predicate holds or the alarm rings; a ringing alarm only means "look again". */
  waitUntil(predicate: () => boolean, atMs: number): Promise<void>;
}

export function createAlarm(): Alarm {
  let armed: { atMs: number; rang: boolean; scope: CancellationScope } | null = null;

  const arm = (atMs: number) => {
    const scope = new CancellationScope();
    const next = { atMs, rang: false, scope };
    armed = next;
    scope
      .run(() => sleep(Math.max(1, atMs - Date.now()), { summary: 'nearest clock' }))
      .then(
        () => {
          next.rang = true;
          return undefined;
        },
        (error: unknown) => {
          if (!isCancellation(error)) throw error;
        },
      );
    return next;
  };

  return {
    async waitUntil(predicate, atMs) {
      const farAway = atMs - Date.now() >= LONGEST_SLEEP_MS;
      let current = armed !== null && !armed.rang ? armed : null;
      if (current !== null && current.atMs !== atMs && !farAway) {
        current.scope.cancel();
        current = null;
      }
      const alarm = current ?? arm(atMs);
      await condition(() => predicate() || alarm.rang);
    },
  };
}
