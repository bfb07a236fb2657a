import type { Law, Sourced, Version } from './types.js';

/** Versions gathered into their laws. A law is named as its newest version names it. */
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

/** The version that holds on a day, or null. */
export function versionOn({ versions }: Law, day: string): Version | null {
  return (
    versions.findLast(({ inForceFrom, inForceTo }) => inForceFrom <= day && (inForceTo === null || inForceTo > day)) ??
    null
  );
}

const WORST_FIRST = ['from_memory', 'secondary', 'primary', 'house'] as const;

/** The least that a version's facts can be trusted; house rules count only where there is nothing else. */
export function worstConfidence(version: Version): Sourced['confidence'] {
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
  return WORST_FIRST.find((confidence) => facts.some((fact) => fact.confidence === confidence)) ?? 'house';
}

/** Facts that nobody of counsel has checked. */
export function uncheckedOf(version: Version): number {
  const { inForce, clocks, contents, whoMayOrder } = version;
  return [inForce, ...clocks, ...contents, ...whoMayOrder].filter(
    ({ confidence, reviewer }) => confidence !== 'house' && reviewer === null,
  ).length;
}
