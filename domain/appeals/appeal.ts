/** Outcomes of an appeal: the decision stands, the restriction is lifted, or another decision replaces it. */
export const APPEAL_OUTCOMES = ['upheld', 'restored', 'changed'] as const;
export type AppealOutcome = (typeof APPEAL_OUTCOMES)[number];

export const APPEAL_STATES = ['open', 'decided'] as const;
export type AppealState = (typeof APPEAL_STATES)[number];

/**
 * Company default: the time that Article 20(1) of Regulation (EU) 2022/2065 gives for complaints to a platform; no
 * other law's window is on file.
 */
export const APPEAL_WINDOW_MONTHS = 6;
/** Company default: days within which an appeal is decided. Ops are alerted when a quarter of the time is left. */
export const APPEAL_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

export function appealDueMs(receivedAtMs: number): number {
  return receivedAtMs + APPEAL_DAYS * DAY_MS;
}

/** When ops are alerted about an undecided appeal. */
export function appealWarningMs(receivedAtMs: number): number {
  return receivedAtMs + APPEAL_DAYS * 0.75 * DAY_MS;
}

/**
 * Whether an appeal arrived after the window, counted from the user notice or, without one, from the act. A late appeal
 * is still reviewed.
 */
export function isLate({ sinceMs, receivedAtMs }: { sinceMs: number | null; receivedAtMs: number }): boolean {
  if (sinceMs === null) return false;
  const until = new Date(sinceMs);
  until.setUTCMonth(until.getUTCMonth() + APPEAL_WINDOW_MONTHS);
  return receivedAtMs > until.getTime();
}

export interface PeopleInvolved {
  people: readonly string[];
}

/** Whether a person may judge an appeal: they took no part in the decision. */
export function mayJudge(person: string, { people }: PeopleInvolved): boolean {
  return !people.includes(person);
}
