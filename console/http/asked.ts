/** What the desk answers instead of the thing itself where another person has to confirm it. */
export interface AskedChange {
  change: string;
  state: 'pending';
}

/** Whether another person has to confirm what was sent. */
export function isAsked(answer: unknown): answer is AskedChange {
  return typeof answer === 'object' && answer !== null && 'change' in answer && 'state' in answer;
}
