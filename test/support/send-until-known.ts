import { setTimeout as sleep } from 'node:timers/promises';
import type { PlatformClient } from '../../platforms/client.js';
import type { PlatformOperation } from '../../platforms/messages.js';

/** Longer than the first pause of the circuit breaker after a few failures. */
const WAIT_MS = 500;

/**
 * Resends operations to a platform that loses answers, until each result is known or `jobs` attempts are over. Waits
 * after an attempt without a result, since attempts with an open circuit breaker return immediately.
 */
export async function sendUntilKnown(
  platform: Pick<PlatformClient, 'operate'>,
  operations: readonly PlatformOperation[],
  jobs: number,
): Promise<Map<string, unknown>> {
  const known = new Map<string, unknown>();
  for (let round = 0; round < jobs && known.size < operations.length; round += 1) {
    const open = operations.filter(({ key }) => !known.has(key));
    const results = await platform.operate(open).catch(() => new Map<string, unknown>());
    for (const [key, result] of results) known.set(key, result);
    if (results.size === 0) await sleep(WAIT_MS);
  }
  return known;
}
