import type { Confidence } from '../domain/rulebook/confidence.js';
import { FORMALITIES, type RegimeVersion, type Sourced } from '../domain/rulebook/regime.js';

export function listFacts(version: RegimeVersion): Sourced[] {
  const { inForce, clocks, contents, whoMayOrder, remedies, penalties, grounds, thresholds = [] } = version;
  const single = [version.deemedService, version.secrecy, version.userNotice, version.statusUpdates ?? null].filter(
    (fact) => fact !== null,
  );
  return [
    inForce,
    ...clocks,
    ...contents,
    ...thresholds,
    ...whoMayOrder,
    ...remedies,
    ...penalties,
    ...grounds,
    ...single,
    ...listFormalities(version),
  ];
}

export function listFormalities({ formalities = {} }: Pick<RegimeVersion, 'formalities'>) {
  return FORMALITIES.flatMap((name) => {
    const fact = formalities[name];
    return fact === undefined ? [] : [{ name, ...fact }];
  });
}

const WORST_FIRST: readonly Confidence[] = ['from_memory', 'secondary', 'primary', 'policy'];

export function findWorstConfidence(facts: readonly Sourced[]): Confidence | undefined {
  return WORST_FIRST.find((confidence) => facts.some((fact) => fact.confidence === confidence));
}
