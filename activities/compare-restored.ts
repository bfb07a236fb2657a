import {
  findRestoration,
  listDiffering,
  listKnownTargets,
  markCompared,
  type KnownTarget,
} from '../registry/enforcement/restored.js';
import { readExpected, raiseDrift } from '../registry/enforcement/proofs.js';
import { compareItemStates, differs } from '../domain/targets/proof.js';
import { PAGE_SIZE } from '../platforms/rate-limiter.js';
import { proveItems, type ItemProofSources } from './prove-items.js';

/**
 * After a restore, compares every target that the platform knows, including those not acted on yet, with what the
 * platform has in force, and reports differences. Changes nothing on the platform and does nothing if there was no
 * restore.
 */
export async function compareRestored(
  proving: ItemProofSources,
  { isStopped = () => false }: { isStopped?: () => boolean } = {},
): Promise<void> {
  const { db } = proving;
  const restoration = await findRestoration(db);
  if (restoration === undefined || restoration.comparedAt !== null) return;
  let [targets, differing] = [0, 0];
  for (let after: KnownTarget | null = null; !isStopped(); ) {
    const page: KnownTarget[] = await listKnownTargets(db, { after, limit: PAGE_SIZE });
    if (page.length === 0) {
      await raiseDrift(db);
      const counts = { targets, differing, at: new Date() };
      await db.transaction().execute((trx) => markCompared(trx, restoration, counts));
      return;
    }
    const differ = await compare(proving, [...new Set(page.map(({ platformId }) => platformId))]);
    targets += page.length;
    differing += page.filter(({ platformId }) => differ.has(platformId)).length;
    after = page.at(-1) ?? null;
  }
}

async function compare(proving: ItemProofSources, ids: readonly string[]): Promise<Set<string>> {
  const found = await proving.platform.state(ids);
  const expected = await readExpected(proving.db, ids);
  const suspects = ids.filter((id) => {
    const [should, is] = [expected.get(id), found.get(id)];
    return should !== undefined && is !== undefined && differs(compareItemStates(should, is));
  });
  if (suspects.length === 0) return new Set();
  await proveItems(proving, suspects);
  return new Set(await listDiffering(proving.db, suspects));
}
