import { listItemsToCheck, raiseDrift } from '../registry/enforcement/proofs.js';
import { PAGE_SIZE } from '../platforms/rate-limiter.js';
import { proveItems, type ItemProofSources } from './prove-items.js';

/**
 * Re-checks what is in force: every item that differed at the last check, and a sample of the rest, least recently
 * checked first. It repairs nothing. Returns the number of items checked and of notices with drift.
 */
export async function checkDrift(
  proving: ItemProofSources,
  { sample, isStopped = () => false }: { sample: number; isStopped?: () => boolean },
): Promise<{ checked: number; notices: number }> {
  const ids = await listItemsToCheck(proving.db, { limit: sample });
  for (let at = 0; at < ids.length && !isStopped(); at += PAGE_SIZE) {
    await proveItems(proving, ids.slice(at, at + PAGE_SIZE));
  }
  return { checked: ids.length, notices: await raiseDrift(proving.db) };
}
