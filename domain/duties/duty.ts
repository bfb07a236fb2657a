/** Legal duties to the people affected that no clock counts. An unmet one blocks closing. */
export const DUTIES = ['user_notice', 'appeal'] as const;
export type Duty = (typeof DUTIES)[number];

const OWED: Record<Duty, string> = {
  user_notice: 'The law requires user notices, and some users have not been notified.',
  appeal: 'An appeal about this notice has not been decided.',
};

export function formatOwed(duties: readonly Duty[]): string {
  return duties.map((duty) => OWED[duty]).join(' ');
}
