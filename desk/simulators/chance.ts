export type Chance = (share: number) => boolean;

/**
 * Returns numbers in [0, 1) that depend on the seed alone (mulberry32), so that a run with faults can be reproduced.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Draws from `random` only for a share between 0 and 1, exclusive. */
export function createChance(random: () => number): Chance {
  return (share) => share > 0 && (share >= 1 || random() < share);
}
