/** How often the first rater chose one category and the second another, or the same. */
export interface RatedPair {
  first: string;
  second: string;
  count: number;
}

export interface Kappa {
  value: number;
  low: number;
  high: number;
}

/** Quantile of the standard normal distribution for an interval of 95 %. */
const Z = 1.959964;

/**
 * Cohen's kappa of two raters on nominal categories (Cohen 1960), with the interval of 95 % by the large-sample
 * standard error of Fleiss, Cohen and Everitt (1969). Null if it is undefined: without pairs, and if chance alone
 * would make both agree on all.
 */
export function computeKappa(pairs: readonly RatedPair[]): Kappa | null {
  const total = sum(pairs, () => true);
  if (total === 0) return null;
  const names = [...new Set(pairs.flatMap(({ first, second }) => [first, second]))];
  const firsts = new Map(names.map((name) => [name, sum(pairs, ({ first }) => first === name)]));
  const seconds = new Map(names.map((name) => [name, sum(pairs, ({ second }) => second === name)]));
  const of = (counts: Map<string, number>, name: string) => counts.get(name) ?? 0;
  // In whole numbers, so that the test is exact.
  const byChance = names.reduce((all, name) => all + of(firsts, name) * of(seconds, name), 0);
  if (byChance === total ** 2) return null;
  const expected = byChance / total ** 2;
  const observed = sum(pairs, ({ first, second }) => first === second) / total;
  const value = (observed - expected) / (1 - expected);
  const spread = pairs.reduce((all, { first, second, count }) => {
    const chance = (of(seconds, first) + of(firsts, second)) / total;
    const weight = first === second ? 1 - chance * (1 - value) : chance * (1 - value);
    return all + (count / total) * weight ** 2;
  }, 0);
  const variance = (spread - (value - expected * (1 - value)) ** 2) / (total * (1 - expected) ** 2);
  const half = Z * Math.sqrt(Math.max(variance, 0));
  return { value, low: Math.max(value - half, -1), high: Math.min(value + half, 1) };
}

function sum(pairs: readonly RatedPair[], holds: (pair: RatedPair) => boolean): number {
  return pairs.reduce((all, pair) => all + (holds(pair) ? pair.count : 0), 0);
}
