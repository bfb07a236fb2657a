import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';

/**
 * The single timer of a notice. It is kept while it fires early enough: re-arming costs two events, an early firing
 * only another check. Clocks are usually met soon after each other, so most re-arming would be wasted.
 */
export interface Alarm {
  /** Waits until the predicate holds or the alarm fires; a fired alarm only means "check again". */
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
      let current = armed !== null && !armed.rang ? armed : null;
      if (current !== null && current.atMs > atMs) {
        current.scope.cancel();
        current = null;
      }
      const alarm = current ?? arm(atMs);
      await condition(() => predicate() || alarm.rang);
    },
  };
}
