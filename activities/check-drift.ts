import { listItemsToCheck, tellOfDrift } from '../registry/enforcement/proofs.js';
import { PAGE_SIZE } from './pace.js';
import { proveItems, type Proving } from './prove-items.js';

/**
 * Looks again at what is in force: all that differed at the last look, and a sample of the rest, the oldest look first.
 * It repairs nothing. Answers how many items it asked about and how many notices a drift concerns now.
 */
export async function checkDrift(
  proving: Proving,
  { sample, isStopped = () => false }: { sample: number; isStopped?: () => boolean },
): Promise<{ asked: number; notices: number }> {
  const ids = await listItemsToCheck(proving.db, { limit: sample });
  for (let at = 0; at < ids.length && !isStopped(); at += PAGE_SIZE) {
    await proveItems(proving, ids.slice(at, at + PAGE_SIZE));
  }
  return { asked: ids.length, notices: await tellOfDrift(proving.db) };
}
