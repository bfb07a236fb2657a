/** What may become of an appeal: the decision stands, what was done is taken back, or it is decided otherwise. */
export const APPEAL_OUTCOMES = ['upheld', 'restored', 'changed'] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

export const APPEAL_STATES = ['open', 'decided'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

/** House number: as long as Article 20(1) of Regulation (EU) 2022/2065 gives for complaints to a platform; no other law's window is on file. */
export const APPEAL_WINDOW_MONTHS = 6;
/** House number: an appeal is decided within so many days. Of the time left, ops are told when a quarter is left. */
export const APPEAL_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

/** When an appeal is to be decided. */
export function appealDueMs(receivedAtMs: number): number {
  return receivedAtMs + APPEAL_DAYS * DAY_MS;
}

/** When ops are asked to look at one that is not decided. */
export function appealWarningMs(receivedAtMs: number): number {
  return receivedAtMs + APPEAL_DAYS * 0.75 * DAY_MS;
}

/** Whether an appeal came after the window: counted from when the user was told, else from the act. It is read all the same. */
export function isLate({ sinceMs, receivedAtMs }: { sinceMs: number | null; receivedAtMs: number }): boolean {
  if (sinceMs === null) return false;
  const until = new Date(sinceMs);
  until.setUTCMonth(until.getUTCMonth() + APPEAL_WINDOW_MONTHS);
  return receivedAtMs > until.getTime();
}

/** Everybody who had a part in what is appealed. */
export interface PartsTaken {
  /** Who drafted, submitted or approved it, or ratified it afterwards. */
  people: readonly string[];
}

/** Whether a person may read an appeal in the sense of judging it: they neither decided nor approved what it is about. */
export function mayJudge(person: string, { people }: PartsTaken): boolean {
  return !people.includes(person);
}
