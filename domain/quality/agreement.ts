import { DECISION_ACTIONS, type DecisionAction } from '../targets/decision-action.js';
import { computeKappa, type Kappa, type RatedPair } from './kappa.js';

/** Fewer pairs give counts only: their kappa would say nothing. */
export const LEAST_PAIRS = 30;

/** Second reviews of one reviewer against the decisions of one other person, or against agreed answers. */
export interface ReviewedPair extends RatedPair {
  first: DecisionAction;
  second: DecisionAction;
}

export interface Agreement {
  pairs: number;
  agreed: number;
  /** Null: too few pairs, or chance alone explains the agreement. */
  kappa: Kappa | null;
}

export function measureAgreement(pairs: readonly RatedPair[]): Agreement {
  const total = count(pairs, () => true);
  return {
    pairs: total,
    agreed: count(pairs, ({ first, second }) => first === second),
    kappa: total < LEAST_PAIRS ? null : computeKappa(pairs),
  };
}

/** Each action against all others: pairs in which at least one of the two chose it. */
export function measureByAction(pairs: readonly ReviewedPair[]): (Agreement & { action: DecisionAction })[] {
  return DECISION_ACTIONS.flatMap((action) => {
    const chosen = count(pairs, ({ first, second }) => first === action || second === action);
    if (chosen === 0) return [];
    const against = pairs.map(({ first, second, count: times }) => ({
      first: String(first === action),
      second: String(second === action),
      count: times,
    }));
    const agreed = count(pairs, ({ first, second }) => first === action && second === action);
    return [{ action, pairs: chosen, agreed, kappa: chosen < LEAST_PAIRS ? null : computeKappa(against) }];
  });
}

function count<Pair extends RatedPair>(pairs: readonly Pair[], holds: (pair: Pair) => boolean): number {
  return pairs.reduce((all, pair) => all + (holds(pair) ? pair.count : 0), 0);
}
