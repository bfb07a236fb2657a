import { isDuty, type Clock } from '../domain/clocks/clock.js';
import { findWorstConsequence, rankConsequence, type Consequence } from '../domain/rulebook/consequence.js';
import type { RegimeVersion } from '../domain/rulebook/regime.js';
import type { Rulebook } from './rulebook.js';

type Laws = Pick<Rulebook, 'regimeById'>;
interface NamedLaw {
  id: string;
  version: string;
}

/** Undefined if the rulebook no longer has that version. */
export function findLawVersion(rulebook: Laws, { id, version }: NamedLaw): RegimeVersion | undefined {
  return rulebook.regimeById(id)?.versions.find((one) => one.version === version);
}

export function findNoticeLaw(
  rulebook: Laws,
  row: { regime_id: string; regime_version: string },
): RegimeVersion | undefined {
  return findLawVersion(rulebook, { id: row.regime_id, version: row.regime_version });
}

/** Returns the worst penalty category for a breach of a notice's law; `unknown` if its version is gone. */
export function consequenceUnder(rulebook: Laws, law: NamedLaw): Consequence {
  const version = findLawVersion(rulebook, law);
  return version === undefined ? 'unknown' : findWorstConsequence(version);
}

/** Penalty for missing a clock, for display; null if the clock is not our duty or rests on neither law nor order. */
export function findPenalty(
  rulebook: Laws,
  { basis, receipt, ...clock }: Pick<Clock, 'owner' | 'form' | 'kind' | 'basis'> & { receipt: { regime: NamedLaw } },
) {
  const version = basis === 'policy' || !isDuty(clock) ? undefined : findLawVersion(rulebook, receipt.regime);
  return version === undefined ? null : { consequence: findWorstConsequence(version), penalties: version.penalties };
}

/** Lists the weight of a breach per law version, to sort notices; versions of unknown weight are left out. */
export function listLawWeights({ regimes }: Pick<Rulebook, 'regimes'>): { law: NamedLaw; weight: number }[] {
  return regimes
    .flatMap(({ versions }) => versions)
    .map((version) => ({
      law: { id: version.id, version: version.version },
      weight: rankConsequence(findWorstConsequence(version)),
    }))
    .filter(({ weight }) => weight > 0);
}
