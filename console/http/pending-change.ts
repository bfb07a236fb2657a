/** The response when the change needs confirmation by another person. */
export interface RequestedChange {
  change: string;
  state: 'pending';
}

export function isPending(answer: unknown): answer is RequestedChange {
  return typeof answer === 'object' && answer !== null && 'change' in answer && 'state' in answer;
}
