import type { RegimeVersion } from './regime.js';

/** Worst consequence of missing a duty, in ascending order; `unknown`: no penalty of the law is on file. */
export const CONSEQUENCES = ['unknown', 'company', 'person', 'prison'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** Returns the worst penalty on file of a law: for the company, for one of its people, or prison. */
export function findWorstConsequence({ penalties }: Pick<RegimeVersion, 'penalties'>): Consequence {
  if (penalties.some(({ prison }) => prison === true)) return 'prison';
  if (penalties.some(({ fallsOn }) => fallsOn.some((bearer) => bearer !== 'company'))) return 'person';
  return penalties.length > 0 ? 'company' : 'unknown';
}

export function rankConsequence(consequence: Consequence): number {
  return CONSEQUENCES.indexOf(consequence);
}
