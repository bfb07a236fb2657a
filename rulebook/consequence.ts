import { isDuty, type Clock } from '../domain/clock/clock.js';
import { consequenceOf, weightOf, type Consequence } from '../domain/law/consequence.js';
import type { RegimeVersion } from '../domain/law/regime.js';
import type { Rulebook } from './rulebook.js';

type Laws = Pick<Rulebook, 'regimeById'>;
/** A law by id and version, as notices and receipts name it. */
interface NamedLaw {
  id: string;
  version: string;
}

/** A version of a law as the rulebook has it now; undefined where it has it no more. */
export function versionOf(rulebook: Laws, { id, version }: NamedLaw): RegimeVersion | undefined {
  return rulebook.regimeById(id)?.versions.find((one) => one.version === version);
}

/** The law of a notice, as its row names it. */
export function lawOf(rulebook: Laws, row: { regime_id: string; regime_version: string }): RegimeVersion | undefined {
  return versionOf(rulebook, { id: row.regime_id, version: row.regime_version });
}

/** What a breach of the law of a notice may come to. */
export function consequenceUnder(rulebook: Laws, law: NamedLaw): Consequence {
  const version = versionOf(rulebook, law);
  return version === undefined ? 'unknown' : consequenceOf(version);
}

/** What missing a clock may cost, shown beside it; null where it is no duty of ours, or nobody's law and order. */
export function penaltyOf(
  rulebook: Laws,
  { basis, receipt, ...clock }: Pick<Clock, 'owner' | 'form' | 'kind' | 'basis'> & { receipt: { regime: NamedLaw } },
) {
  const version = basis === 'house' || !isDuty(clock) ? undefined : versionOf(rulebook, receipt.regime);
  return version === undefined ? null : { consequence: consequenceOf(version), penalties: version.penalties };
}

/** How heavy a breach of each version of each law is, for those of which that is known; to sort notices by. */
export function weightsOf({ regimes }: Pick<Rulebook, 'regimes'>): { law: NamedLaw; weight: number }[] {
  return regimes
    .flatMap(({ versions }) => versions)
    .map((version) => ({
      law: { id: version.id, version: version.version },
      weight: weightOf(consequenceOf(version)),
    }))
    .filter(({ weight }) => weight > 0);
}
