import type { RegimeVersion } from '../domain/law/regime.js';
import type { Regime } from './rulebook.js';

/** One version of a law with what belongs to the law as a whole; the same at every door. */
export function viewRegime({ family, jurisdictions, versions }: Regime, version: RegimeVersion) {
  return {
    ...version,
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
