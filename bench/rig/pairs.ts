export interface Pair<A, B> {
  a: A;
  b: B;
}

export interface Spread {
  median: number;
  min: number;
  max: number;
}

interface Interleaving<A, B> {
  pairs: number;
  /** Pairs measured first and discarded. */
  warmUp: number;
  a: (round: number) => Promise<A>;
  b: (round: number) => Promise<B>;
  say: (text: string) => void;
  /** No pair but the first starts after this long: on a busy machine fewer pairs are better than no result. */
  withinMs?: number;
}

/** Measures A B B A A B B A …, so that a machine that gets slower or faster affects both alike. */
export async function interleave<A, B>(interleaving: Interleaving<A, B>): Promise<Pair<A, B>[]> {
  const { pairs, warmUp, a, b, say, withinMs = Number.POSITIVE_INFINITY } = interleaving;
  const from = performance.now();
  const measured: Pair<A, B>[] = [];
  for (let round = 0; round < warmUp + pairs; round += 1) {
    if (measured.length > 0 && performance.now() - from > withinMs) break;
    const pair = round % 2 === 0 ? await inOrder(a, b, round) : await inReverse(a, b, round);
    if (round >= warmUp) measured.push(pair);
    say(round < warmUp ? `  warm-up ${round + 1} of ${warmUp}` : `  pair ${round - warmUp + 1} of ${pairs}`);
  }
  return measured;
}

type Measure<T> = (round: number) => Promise<T>;

async function inOrder<A, B>(a: Measure<A>, b: Measure<B>, round: number): Promise<Pair<A, B>> {
  const first = await a(round);
  return { a: first, b: await b(round) };
}

async function inReverse<A, B>(a: Measure<A>, b: Measure<B>, round: number): Promise<Pair<A, B>> {
  const first = await b(round);
  return { a: await a(round), b: first };
}

export function computeSpread(values: readonly number[]): Spread {
  const sorted = [...values].sort((x, y) => x - y);
  return {
    median: round3(percentile(sorted, 50)),
    min: round3(sorted[0] ?? Number.NaN),
    max: round3(sorted.at(-1) ?? Number.NaN),
  };
}

export function computeMedian(values: readonly number[]): number {
  return computeSpread(values).median;
}

/** Returns a percentile with linear interpolation. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((x, y) => x - y);
  const place = ((sorted.length - 1) * percent) / 100;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}
