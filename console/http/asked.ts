/** The response when the change needs confirmation by another person. */
export interface AskedChange {
  change: string;
  state: 'pending';
}

export function isAsked(answer: unknown): answer is AskedChange {
  return typeof answer === 'object' && answer !== null && 'change' in answer && 'state' in answer;
}
