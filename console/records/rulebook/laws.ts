import type { Law, Sourced, Version } from './types.js';

/** Groups versions by law; the newest version gives the law its title. */
export function toLaws(versions: readonly Version[]): Law[] {
  const laws = new Map<string, Version[]>();
  for (const version of versions) laws.set(version.id, [...(laws.get(version.id) ?? []), version]);
  return [...laws].flatMap(([id, own]) => {
    const inOrder = own.toSorted((one, other) => (one.inForceFrom < other.inForceFrom ? -1 : 1));
    const newest = inOrder.at(-1);
    return newest === undefined
      ? []
      : [{ id, title: newest.title, jurisdiction: newest.jurisdiction, versions: inOrder }];
  });
}

/** The version in force on a day; null if none. */
export function versionOn({ versions }: Law, day: string): Version | null {
  return (
    versions.findLast(({ inForceFrom, inForceTo }) => inForceFrom <= day && (inForceTo === null || inForceTo > day)) ??
    null
  );
}

const WORST_FIRST = ['from_memory', 'secondary', 'verbatim', 'primary', 'policy'] as const;
export type SourceQuality = (typeof WORST_FIRST)[number];

/** How well a fact is sourced: a stored verbatim copy of the law is more than something written about it. */
export function sourceQuality({ confidence, citation }: Pick<Sourced, 'confidence' | 'citation'>): SourceQuality {
  const isCopy = citation?.text !== 'secondary' && citation?.stored === true && citation.clause !== null;
  return confidence === 'secondary' && isCopy ? 'verbatim' : confidence;
}

/** The lowest quality of a version's facts; facts set by company policy count only if there are no others. */
export function lowestQuality(version: Version): SourceQuality {
  const { inForce, clocks, contents, whoMayOrder, remedies, penalties, grounds } = version;
  const single = [version.deemedService, version.secrecy, version.userNotice].filter((fact) => fact !== null);
  const facts: Sourced[] = [
    inForce,
    ...clocks,
    ...contents,
    ...whoMayOrder,
    ...remedies,
    ...penalties,
    ...grounds,
    ...single,
  ];
  const found = new Set(facts.map(sourceQuality));
  return WORST_FIRST.find((quality) => found.has(quality)) ?? 'policy';
}

/** Counts facts not reviewed by counsel, without those set by company policy. */
export function countUnchecked(version: Version): number {
  const { inForce, clocks, contents, whoMayOrder } = version;
  return [inForce, ...clocks, ...contents, ...whoMayOrder].filter(
    ({ confidence, reviewer }) => confidence !== 'policy' && reviewer === null,
  ).length;
}
