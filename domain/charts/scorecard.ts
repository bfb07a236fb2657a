/** One order of an authority, as a scorecard counts it. */
export interface ScoredOrder {
  /** Null: no question about its document was answered. */
  isComplete: boolean | null;
  isVerified: boolean;
  isWithdrawn: boolean;
  isSecret: boolean;
  decidedTargets: number;
  refusedTargets: number;
  /** Time from receipt to the deadline that the order sets; null: it sets none. */
  givenMs: number | null;
  repliesDue: number;
  repliesInTime: number;
}

export interface Part {
  count: number;
  of: number;
}

export interface Scorecard {
  orders: number;
  complete: Part;
  verified: Part;
  refused: Part;
  repliesInTime: Part;
  withdrawn: Part;
  /** Null: no order sets a deadline. */
  medianGivenMs: number | null;
  withDeadline: number;
  /** Counted here; other readers must not learn of them. */
  secret: number;
}

export function scoreOrders(orders: readonly ScoredOrder[]): Scorecard {
  const countThat = (holds: (order: ScoredOrder) => boolean) => orders.filter(holds).length;
  const sum = (amount: (order: ScoredOrder) => number) => orders.reduce((all, order) => all + amount(order), 0);
  const given = orders.flatMap(({ givenMs }) => (givenMs === null ? [] : [givenMs]));
  return {
    orders: orders.length,
    complete: {
      count: countThat(({ isComplete }) => isComplete === true),
      of: countThat(({ isComplete }) => isComplete !== null),
    },
    verified: { count: countThat(({ isVerified }) => isVerified), of: orders.length },
    refused: { count: sum(({ refusedTargets }) => refusedTargets), of: sum(({ decidedTargets }) => decidedTargets) },
    repliesInTime: { count: sum(({ repliesInTime }) => repliesInTime), of: sum(({ repliesDue }) => repliesDue) },
    withdrawn: { count: countThat(({ isWithdrawn }) => isWithdrawn), of: orders.length },
    medianGivenMs: findMedian(given),
    withDeadline: given.length,
    secret: countThat(({ isSecret }) => isSecret),
  };
}

export function findMedian(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
