import type { PlatformClient } from '../../activities/platform-client.js';
import type { PlatformOperation } from '../../activities/platform-messages.js';

/** Sends operations again and again to a platform that loses answers, until each result is known or so many rounds are over. */
export async function sendUntilKnown(
  platform: Pick<PlatformClient, 'operate'>,
  operations: readonly PlatformOperation[],
  rounds: number,
): Promise<Map<string, unknown>> {
  const known = new Map<string, unknown>();
  for (let round = 0; round < rounds && known.size < operations.length; round += 1) {
    const open = operations.filter(({ key }) => !known.has(key));
    const results = await platform.operate(open).catch(() => new Map<string, unknown>());
    for (const [key, result] of results) known.set(key, result);
  }
  return known;
}
