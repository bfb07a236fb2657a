/** Max time that one person may pause enforcement alone within a day, over all their pauses of the same scope. */
export const ALONE_PAUSE_MS = 3_600_000;
/** Window in which one person's pauses are added up. */
export const PAUSES_COUNTED_MS = 24 * 3_600_000;

export interface PauseWanted {
  nowMs: number;
  untilMs: number | null;
  usedMs: number;
}

export interface PauseGiven {
  untilMs: number;
  requestedMs: number | null;
}

/**
 * Returns how long a pause lasts on one person's decision; null: their time is used up, and another person has to
 * pause.
 */
export function pauseAlone({ nowMs, untilMs, usedMs }: PauseWanted): PauseGiven | null {
  const left = ALONE_PAUSE_MS - usedMs;
  if (left <= 0) return null;
  const furthestMs = nowMs + left;
  const wantedMs = untilMs ?? furthestMs;
  return wantedMs <= furthestMs
    ? { untilMs: wantedMs, requestedMs: null }
    : { untilMs: furthestMs, requestedMs: wantedMs };
}
