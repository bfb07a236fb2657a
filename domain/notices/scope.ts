import { isByCountry, DECISION_ACTION_TABLE, type FrozenAction } from '../targets/decision-action.js';

export interface Reach {
  action: FrozenAction;
  countries: readonly string[];
}

/** Returns the countries of a withholding that the order's law does not cover. */
export function countriesBeyond(scope: readonly string[], { action, countries }: Reach): string[] {
  return isByCountry(action) ? countries.filter((country) => !scope.includes(country)) : [];
}

/**
 * Whether a decision exceeds the order: a withholding in countries beyond its law, or a removal everywhere under a law
 * of some countries.
 */
export function isWiderThanOrder(scope: readonly string[], reach: Reach): boolean {
  if (reach.action === 'restore') return false;
  const { wider } = DECISION_ACTION_TABLE[reach.action];
  return wider === 'always' || (wider === 'beyond_the_order' && countriesBeyond(scope, reach).length > 0);
}
