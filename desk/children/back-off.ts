export interface BackOff {
  firstMs: number;
  maxMs: number;
  /** After this long healthy, the next exit counts as a first one. */
  resetAfterMs: number;
}

/**
 * 0.5 s, doubling up to 15 s: a single exit recovers immediately, a crash loop costs little, and no wait reaches 30 s.
 */
export const DEFAULT_BACK_OFF: BackOff = { firstMs: 500, maxMs: 15_000, resetAfterMs: 60_000 };

/**
 * Returns the next wait. `previousMs` is undefined before the first one; `healthyMs` is how long the child was healthy.
 */
export function nextWaitMs(
  backOff: BackOff,
  { previousMs, healthyMs }: { previousMs: number | undefined; healthyMs: number },
): number {
  if (previousMs === undefined || healthyMs >= backOff.resetAfterMs) return backOff.firstMs;
  return Math.min(previousMs * 2, backOff.maxMs);
}
