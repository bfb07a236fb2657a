import { isByCountry, LANE_TABLE, type FrozenLane } from '../target/lane.js';

/** Where a decision takes effect. */
export interface Reach {
  lane: FrozenLane;
  countries: readonly string[];
}

/** The countries of a withholding that the order's law does not reach. */
export function countriesBeyond(scope: readonly string[], { lane, countries }: Reach): string[] {
  return isByCountry(lane) ? countries.filter((country) => !scope.includes(country)) : [];
}

/**
 * Whether a decision reaches further than the order: a withholding in other countries than those of its law, or a
 * removal everywhere because of a law that holds in some countries only.
 */
export function isWiderThanOrder(scope: readonly string[], reach: Reach): boolean {
  if (reach.lane === 'restore') return false;
  const { wider } = LANE_TABLE[reach.lane];
  return wider === 'always' || (wider === 'beyond_the_order' && countriesBeyond(scope, reach).length > 0);
}
