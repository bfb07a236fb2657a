import type { RegimeVersion } from './regime.js';

/** What missing a duty may come to, the least first; `unknown`: no penalty of the law is on file. */
export const CONSEQUENCES = ['unknown', 'company', 'person', 'prison'] as const;
export type Consequence = (typeof CONSEQUENCES)[number];

/** The worst that the penalties on file of a law may come to: for the company, for one of its people, or their freedom. */
export function consequenceOf({ penalties }: Pick<RegimeVersion, 'penalties'>): Consequence {
  if (penalties.some(({ prison }) => prison === true)) return 'prison';
  if (penalties.some(({ fallsOn }) => fallsOn.some((bearer) => bearer !== 'company'))) return 'person';
  return penalties.length > 0 ? 'company' : 'unknown';
}

/** How bad a consequence is, as a number to sort by; 0 is unknown. */
export function weightOf(consequence: Consequence): number {
  return CONSEQUENCES.indexOf(consequence);
}
