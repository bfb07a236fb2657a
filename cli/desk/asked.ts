/** Answer of the desk when another person must confirm the change first. */
export interface AskedChange {
  change: string;
  state: 'pending';
}

export function isPendingChange(body: object): body is AskedChange {
  return 'change' in body && 'state' in body;
}

export function askedText({ change }: AskedChange): string {
  return `Waiting for a second admin or counsel to confirm: notice-desk changes confirm ${change}\n`;
}
