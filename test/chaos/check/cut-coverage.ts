import type { Cuts } from '../lab/cuts.js';
import { formatProxyName, PAIRS } from '../lab/ways.js';
import type { Finding } from './finding.js';

/** With fewer cuts, not every pair has had its turn. */
export const COVERAGE_FROM_CUTS = 60;

export function checkCuts({ by }: Cuts): Finding {
  const never = PAIRS.map(formatProxyName).filter((pair) => (by[pair] ?? 0) === 0);
  const differences = never.map((what) => ({ what, wanted: 'at least one cut', found: 'none' }));
  return { name: 'cut-coverage', checked: PAIRS.length, unit: 'pairs of parts', differences };
}
