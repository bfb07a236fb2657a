import type { RegimeVersion } from '../domain/rulebook/regime.js';
import type { Regime, Rulebook } from './rulebook.js';

/** The single view of a law version, with the fields of its law, for every interface. */
export function viewRegime(
  { family, jurisdictions, versions }: Regime,
  version: RegimeVersion,
  { judgeApplicability }: Pick<Rulebook, 'judgeApplicability'>,
) {
  return {
    ...version,
    applies: judgeApplicability(version),
    family,
    jurisdictions,
    versions: versions.map(({ version: name, status, inForceFrom, inForceTo }) => ({
      version: name,
      status,
      inForceFrom,
      inForceTo,
    })),
  };
}
