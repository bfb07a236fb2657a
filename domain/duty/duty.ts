/** What the law asks of us for the people concerned, beside what its clocks count. A notice is not closed over it. */
export const DUTIES = ['user_notice', 'appeal'] as const;
export type Duty = (typeof DUTIES)[number];

const OWED: Record<Duty, string> = {
  user_notice: 'The law requires user notices, and some users have not been notified.',
  appeal: 'An appeal about this notice has not been decided.',
};

/** What is still owed, in words, for whoever wants to close the notice. */
export function sayOwed(duties: readonly Duty[]): string {
  return duties.map((duty) => OWED[duty]).join(' ');
}
