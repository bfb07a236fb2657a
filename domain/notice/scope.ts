import type { Lane } from '../target/lane.js';

/** Where a decision takes effect. */
export interface Reach {
  lane: Lane | 'restore';
  countries: readonly string[];
}

/** The countries of a withholding that the order's law does not reach. */
export function countriesBeyond(scope: readonly string[], { lane, countries }: Reach): string[] {
  return lane === 'withhold' ? countries.filter((country) => !scope.includes(country)) : [];
}

/**
 * Whether a decision reaches further than the order: a withholding in other countries than those of its law, or a
 * removal everywhere because of a law that holds in some countries only. Our own rules reach as far as we like.
 */
export function isWiderThanOrder(scope: readonly string[], reach: Reach): boolean {
  return reach.lane === 'remove_law' || countriesBeyond(scope, reach).length > 0;
}
