import { proxyLocalActivities, sleep } from '@temporalio/workflow';
import type { PeerActivities } from '../peer-activities.js';

/**
 * Sleeps until an instant, writes one row and sleeps on: the minimum cost of a clock. It stays open as a notice does;
 * ending it would cost the server more than another timer (8 against 5 ms CPU).
 */
export async function sleepingWorkflow({ id, dueAtMs }: { id: string; dueAtMs: number }): Promise<void> {
  // Same options as the desk's own record activities (`workflows/effects.ts`). Created here, so that the other peers do
  // not carry it.
  const { writeRow } = proxyLocalActivities<PeerActivities>({
    startToCloseTimeout: '10 s',
    retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
  });
  await sleep(Math.max(1, dueAtMs - Date.now()));
  await writeRow({ id, dueAtMs });
  await sleep('24 hours');
}
