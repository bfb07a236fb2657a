import { isByCountry, LANE_TABLE, type FrozenLane } from '../target/lane.js';

export interface Reach {
  lane: FrozenLane;
  countries: readonly string[];
}

/** Returns the countries of a withholding that the order's law does not cover. */
export function countriesBeyond(scope: readonly string[], { lane, countries }: Reach): string[] {
  return isByCountry(lane) ? countries.filter((country) => !scope.includes(country)) : [];
}

/**
 * Whether a decision exceeds the order: a withholding in countries beyond its law, or a removal everywhere under a law
 * of some countries.
 */
export function isWiderThanOrder(scope: readonly string[], reach: Reach): boolean {
  if (reach.lane === 'restore') return false;
  const { wider } = LANE_TABLE[reach.lane];
  return wider === 'always' || (wider === 'beyond_the_order' && countriesBeyond(scope, reach).length > 0);
}
