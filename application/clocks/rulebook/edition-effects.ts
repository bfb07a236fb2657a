import type { PageQuery } from '../../../contract/paging.js';
import { findInEffect, readPin } from '../../../registry/rulebook/edition-pins.js';
import { findEditionStatus } from '../../../registry/rulebook/edition-status.js';
import { readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import { BUILT_IN_RULEBOOK } from '../../../rulebook/load.js';
import { makeRulebook } from '../../../rulebook/rulebook.js';
import { listVectorChanges, readVectors, type VectorChange } from '../../../rulebook/vector-changes.js';
import { CURES } from '../../../domain/commands/cures.js';
import type { Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { createPendingView } from './pending-moves.js';
import { getPendingPage } from './revision-views.js';

interface Compared {
  key: string;
  vectors: VectorChange[];
  findPending: ReturnType<typeof createPendingView>;
}

const MAX_VECTORS = 100;

/** What a proposed edition would change: open clocks, of notices that the caller can read, and test vectors. */
export function createEditionEffects(services: Pick<Services, 'db' | 'now' | 'editionSigner'>) {
  let kept: Compared | undefined;
  return async (caller: Caller, { digest, ...query }: PageQuery & { digest: string }) => {
    const compared = await compare(services, { digest, kept });
    kept = compared;
    const { vectors, findPending } = compared;
    const page = await getPendingPage(services, caller, { ...query, findPending });
    return { ...page, vectors: { changed: vectors.length, items: vectors.slice(0, MAX_VECTORS) } };
  };
}

/** Only one edition is proposed at a time, so one comparison is kept. */
async function compare(
  { db, now, editionSigner }: Pick<Services, 'db' | 'now' | 'editionSigner'>,
  { digest, kept }: { digest: string; kept: Compared | undefined },
): Promise<Compared> {
  const pin = await readPin(db, editionSigner.isProvenAct);
  const [status, inEffect] = await Promise.all([findEditionStatus(db, digest), findInEffect(db, pin)]);
  if (status === undefined || inEffect === undefined) throw new Refusal('missing', CURES.noEdition);
  const key = `${status.edition} ${inEffect.edition}`;
  if (kept?.key === key) return kept;
  const [after, before] = await Promise.all([readEdition(db, status.edition), readEdition(db, inEffect.edition)]);
  if (after === undefined || before === undefined) throw new Refusal('missing', CURES.noEdition);
  const rulebook = makeRulebook(after);
  return {
    key,
    vectors: listVectorChanges(readVectors(BUILT_IN_RULEBOOK), makeRulebook(before), rulebook),
    findPending: createPendingView(db, { rulebook, rulebookEdition: status.edition }, () => now().getTime()),
  };
}
