import { listEditions, readEdition } from '../../../registry/rulebook/rulebook-editions.js';
import type { Db } from '../../../registry/db.js';
import { changeOfEdition, changesOfLaw, type LawChange } from '../../../rulebook/changelog.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';

/**
 * Returns a reader of the changelog, the newest first, by law and by recorded edition. Each edition is compared only
 * once.
 */
export function createChangelog(
  db: Db,
  law: { readonly rulebook: Rulebook },
  now: () => Date,
): () => Promise<LawChange[]> {
  const compared = new Map<number, LawChange>();
  return async () => {
    const today = now().toISOString().slice(0, 10);
    const changes = [...changesOfLaw(law.rulebook, today), ...(await changesOfEditions(db, compared))];
    return changes.filter(({ differences }) => differences.length > 0).toSorted(newestFirst);
  };
}

async function changesOfEditions(db: Db, compared: Map<number, LawChange>): Promise<LawChange[]> {
  const editions = await listEditions(db);
  for (const [at, { number, in_effect_at: inEffectAt }] of editions.entries()) {
    const before = editions[at - 1];
    if (before === undefined || compared.has(number)) continue;
    const [old, content] = await Promise.all([readEdition(db, before.number), readEdition(db, number)]);
    if (old === undefined || content === undefined) continue;
    compared.set(number, changeOfEdition({ number, at: inEffectAt, content }, old));
  }
  return editions.flatMap(({ number }) => compared.get(number) ?? []);
}

function newestFirst(one: LawChange, other: LawChange): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}
