/** What the desk answers instead of the thing itself where another person has to confirm it. */
export interface AskedChange {
  change: string;
  state: 'pending';
}

/** Whether another person has to confirm it. */
export function isAsked(body: object): body is AskedChange {
  return 'change' in body && 'state' in body;
}

/** What whoever asked is told. */
export function askedText({ change }: AskedChange): string {
  return `Waiting for a second admin or counsel to confirm: notice-desk changes confirm ${change}\n`;
}
