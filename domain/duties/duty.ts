/** What a law may require of an answer besides its time, as people confirm it when they close a notice. */
export const ANSWER_DUTIES = ['language', 'form', 'addressee'] as const;
export type AnswerDuty = (typeof ANSWER_DUTIES)[number];

/** Legal duties that no clock counts. An unmet one blocks closing. */
export const DUTIES = ['user_notice', 'appeal', ...ANSWER_DUTIES] as const;
export type Duty = (typeof DUTIES)[number];

const OWED: Record<Duty, string> = {
  user_notice: 'The law requires user notices, and some users have not been notified.',
  appeal: 'An appeal about this notice has not been decided.',
  language: 'The answer is not in the language that the law requires.',
  form: 'The answer does not have the form that the law requires.',
  addressee: 'The answer did not go to the office that the law names.',
};

export function formatOwed(duties: readonly Duty[]): string {
  return duties.map((duty) => OWED[duty]).join(' ');
}
