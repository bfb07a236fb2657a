import { listUntil } from '../../../../application/clocks/rulebook/changelog.js';
import type { Db } from '../../../../registry/db.js';
import { listEditions, readEdition } from '../../../../registry/rulebook/rulebook-editions.js';
import { toPublicContent } from '../../../../rulebook/public-law.js';
import type { RulebookContent } from '../../../../rulebook/rulebook.js';
import { viewFacts, type FactView } from './public-law.js';

/** A fact that an earlier edition held and the next one no longer did. */
export interface FormerFact extends FactView {
  regime: string;
  version: string;
  title: string;
  until: Date;
}

/** Where to look: a law, one of its versions, or one fact. */
export interface FactAddress {
  regime: string;
  version?: string | undefined;
  fact?: string | undefined;
}

/** Finds facts that the edition in effect no longer holds. Each edition is compared only once. */
export function createFormerFacts(db: Db) {
  const dropped = new Map<number, FormerFact[]>();
  return async (address: FactAddress, last: number | null): Promise<FormerFact | undefined> => {
    const editions = listUntil(await listEditions(db), last);
    for (const [at, { number, in_effect_at: until }] of editions.entries()) {
      const before = editions[at - 1];
      if (before === undefined || dropped.has(number)) continue;
      const [old, content] = await Promise.all([readEdition(db, before.number), readEdition(db, number)]);
      if (old !== undefined && content !== undefined) dropped.set(number, listDropped(old, content, until));
    }
    return editions
      .toReversed()
      .flatMap(({ number }) => dropped.get(number) ?? [])
      .find((fact) => isAt(fact, address));
  };
}

function isAt(found: FormerFact, { regime, version, fact }: FactAddress): boolean {
  return (
    found.regime === regime &&
    (version === undefined || found.version === version) &&
    (fact === undefined || found.id === fact)
  );
}

function listDropped(old: RulebookContent, content: RulebookContent, until: Date): FormerFact[] {
  const kept = new Set(listAll(content).map(formatKey));
  return listAll(old)
    .filter((fact) => !kept.has(formatKey(fact)))
    .map((fact) => ({ ...fact, until }));
}

const formatKey = ({ regime, version, id }: Omit<FormerFact, 'until'>) => `${regime} ${version} ${id}`;

function listAll(content: RulebookContent): Omit<FormerFact, 'until'>[] {
  return toPublicContent(content)
    .regimes.flatMap(({ versions }) => versions)
    .flatMap((version) =>
      viewFacts(version).map((fact) => ({
        ...fact,
        regime: version.id,
        version: version.version,
        title: version.title,
      })),
    );
}
