/** So long may one person stop the enforcement on their own word, in any day: their pauses of the same scope together. */
export const ALONE_PAUSE_MS = 3_600_000;
/** What one person has stopped alone is counted over this long. */
export const PAUSES_COUNTED_MS = 24 * 3_600_000;

export interface PauseWanted {
  nowMs: number;
  /** Until when it is wanted; null: as long as one person may. */
  untilMs: number | null;
  /** How long this person has held the same up alone within the last day. */
  usedMs: number;
}

export interface PauseGiven {
  /** When it ends by itself as long as nobody else has confirmed it. */
  untilMs: number;
  /** What was asked for beyond that and waits for another person; null: nothing. */
  askedMs: number | null;
}

/** How long a pause holds on one person's word; null: they have used up their time, and another person has to pause. */
export function pauseAlone({ nowMs, untilMs, usedMs }: PauseWanted): PauseGiven | null {
  const left = ALONE_PAUSE_MS - usedMs;
  if (left <= 0) return null;
  const furthestMs = nowMs + left;
  const wantedMs = untilMs ?? furthestMs;
  return wantedMs <= furthestMs ? { untilMs: wantedMs, askedMs: null } : { untilMs: furthestMs, askedMs: wantedMs };
}
