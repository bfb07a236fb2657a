import { proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { PeerActivities } from '../peer-activities.js';

/**
 * Sleeps until an instant, writes one row and sleeps on: the least that a clock can cost. It stays open as a notice does;
 * ending it would cost the server more than another timer (8 against 5 ms CPU).
 */
export async function sleepingWorkflow({ id, dueAtMs }: { id: string; dueAtMs: number }): Promise<void> {
  // As the desk's own records are written (`workflows/effects.ts`). Made here, so that the other peers do not carry it.
  const { writeRow } = proxyLocalActivities<PeerActivities>({
    startToCloseTimeout: '10 s',
    retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
  });
  await sleep(Math.max(1, dueAtMs - Date.now()));
  await writeRow({ id, dueAtMs });
  await sleep('24 hours');
}
