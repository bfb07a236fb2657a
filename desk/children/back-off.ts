/** How long to wait before a child that ended is started again. */
export interface BackOff {
  firstMs: number;
  maxMs: number;
  /** Healthy for this long: the next end counts as a first one. */
  resetAfterMs: number;
}

/** 0.5 s doubling to 15 s: one end is healed at once, a crash loop costs little, and 30 s is never exceeded. */
export const DEFAULT_BACK_OFF: BackOff = { firstMs: 500, maxMs: 15_000, resetAfterMs: 60_000 };

/** The wait after the given wait (undefined: none yet), when the child was healthy for `healthyMs`. */
export function nextWaitMs(
  backOff: BackOff,
  { previousMs, healthyMs }: { previousMs: number | undefined; healthyMs: number },
): number {
  if (previousMs === undefined || healthyMs >= backOff.resetAfterMs) return backOff.firstMs;
  return Math.min(previousMs * 2, backOff.maxMs);
}
