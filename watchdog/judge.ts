/** Something wanted at an instant and not done. The same id at another instant is another act. */
export interface LateItem {
  id: string;
  atMs: number;
}

export interface Patience {
  /** What is late by less is no matter. */
  lateAfterMs: number;
  /** Seen late this long while nothing late gets done: silent. */
  graceMs: number;
  /** Nothing late done for longer than this is standing still; a hiccup is not. */
  stillMs: number;
  /** Seen late this long although others get done: late. */
  limitMs: number;
}

/** What was late at a look, and since which look. */
export interface Backlog {
  firstSeen: ReadonlyMap<string, { atMs: number; seenMs: number }>;
  /** How long the longest-standing one has been seen late. */
  longestMs: number;
  /** The last look that found something done which had been late; -Infinity before the first. */
  movedMs: number;
  /** How long nothing late has been done. */
  stillMs: number;
}

export const NO_BACKLOG: Backlog = {
  firstSeen: new Map(),
  longestMs: 0,
  movedMs: Number.NEGATIVE_INFINITY,
  stillMs: Number.POSITIVE_INFINITY,
};

/**
 * Takes a look into account. Lateness counts from the first look that saw it, not from the instant: after a night
 * without power, or for a notice that came in with its dues past, the engine gets its time all the same. `cut`: there
 * were more than `items`, which are the oldest.
 */
export function follow(
  before: Backlog,
  { items, nowMs, cut }: { items: readonly LateItem[]; nowMs: number; cut: boolean },
): Backlog {
  const firstSeen = new Map<string, { atMs: number; seenMs: number }>();
  let longestMs = 0;
  for (const { id, atMs } of items) {
    const key = `${id}@${atMs}`;
    const seenMs = before.firstSeen.get(key)?.seenMs ?? nowMs;
    firstSeen.set(key, { atMs, seenMs });
    longestMs = Math.max(longestMs, nowMs - seenMs);
  }
  // Beyond the youngest of a cut list one cannot see: what is missing there need not be done.
  const horizonMs = cut ? (items.at(-1)?.atMs ?? 0) : Number.POSITIVE_INFINITY;
  const hasMoved = () => {
    for (const [key, { atMs }] of before.firstSeen) if (!firstSeen.has(key) && atMs < horizonMs) return true;
    return false;
  };
  const movedMs = hasMoved() ? nowMs : before.movedMs;
  return { firstSeen, longestMs, movedMs, stillMs: nowMs - movedMs };
}

/** `waiting`: something is late and it is too early to say. Only `silent` and `late` are worth a person's sleep. */
export type Verdict = 'fine' | 'waiting' | 'late' | 'silent';

export function judge(backlog: Backlog, { graceMs, limitMs, ...patience }: Patience): Verdict {
  const { firstSeen, longestMs, stillMs } = backlog;
  if (firstSeen.size === 0) return 'fine';
  if (longestMs < graceMs) return 'waiting';
  if (stillMs > patience.stillMs) return 'silent';
  return longestMs < limitMs ? 'waiting' : 'late';
}
