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

const WORST_FIRST = ['from_memory', 'secondary', 'primary', 'policy'] as const;

/** The lowest confidence of a version's facts; facts set by company policy count only if there are no others. */
export function lowestConfidence(version: Version): Sourced['confidence'] {
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
  return WORST_FIRST.find((confidence) => facts.some((fact) => fact.confidence === confidence)) ?? 'policy';
}

/** Counts facts not reviewed by counsel, without those set by company policy. */
export function countUnchecked(version: Version): number {
  const { inForce, clocks, contents, whoMayOrder } = version;
  return [inForce, ...clocks, ...contents, ...whoMayOrder].filter(
    ({ confidence, reviewer }) => confidence !== 'policy' && reviewer === null,
  ).length;
}
