/** An act that was due at an instant and is missing. The same id at another instant is another act. */
export interface LateItem {
  id: string;
  atMs: number;
}

export interface LatenessLimits {
  /** Shorter delays are ignored. */
  lateAfterMs: number;
  /** Seen late for this long while no late act gets done: `silent`. */
  graceMs: number;
  /** No late act done for longer than this counts as a standstill, not a hiccup. */
  stillMs: number;
  /** Seen late for this long although others get done: `late`. */
  limitMs: number;
}

export interface Backlog {
  firstSeen: ReadonlyMap<string, { atMs: number; seenMs: number }>;
  maxMs: number;
  /** Time of the last check that found a late act done; -Infinity before the first. */
  movedMs: number;
  stillMs: number;
}

export const NO_BACKLOG: Backlog = {
  firstSeen: new Map(),
  maxMs: 0,
  movedMs: Number.NEGATIVE_INFINITY,
  stillMs: Number.POSITIVE_INFINITY,
};

/**
 * Applies a check. Lateness counts from the first check that saw it, not from the due instant: after a power failure,
 * or for a notice received with past dues, Temporal gets its full time. `cut` means that `items` holds only the oldest.
 */
export function follow(
  before: Backlog,
  { items, nowMs, cut }: { items: readonly LateItem[]; nowMs: number; cut: boolean },
): Backlog {
  const firstSeen = new Map<string, { atMs: number; seenMs: number }>();
  let maxMs = 0;
  for (const { id, atMs } of items) {
    const key = `${id}@${atMs}`;
    const seenMs = before.firstSeen.get(key)?.seenMs ?? nowMs;
    firstSeen.set(key, { atMs, seenMs });
    maxMs = Math.max(maxMs, nowMs - seenMs);
  }
  // Items younger than the last of a cut list are not visible, so their absence does not mean they are done.
  const horizonMs = cut ? (items.at(-1)?.atMs ?? 0) : Number.POSITIVE_INFINITY;
  const hasMoved = () => {
    for (const [key, { atMs }] of before.firstSeen) if (!firstSeen.has(key) && atMs < horizonMs) return true;
    return false;
  };
  const movedMs = hasMoved() ? nowMs : before.movedMs;
  return { firstSeen, maxMs, movedMs, stillMs: nowMs - movedMs };
}

/** `waiting`: something is late, but it is too early to tell. Only `silent` and `late` justify waking a person. */
export type BacklogVerdict = 'fine' | 'waiting' | 'late' | 'silent';

export function judge(backlog: Backlog, { graceMs, limitMs, ...retryBudget }: LatenessLimits): BacklogVerdict {
  const { firstSeen, maxMs, stillMs } = backlog;
  if (firstSeen.size === 0) return 'fine';
  if (maxMs < graceMs) return 'waiting';
  if (stillMs > retryBudget.stillMs) return 'silent';
  return maxMs < limitMs ? 'waiting' : 'late';
}
