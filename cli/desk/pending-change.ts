/** Answer of the desk when another person must confirm the change first. */
export interface RequestedChange {
  change: string;
  state: 'pending';
}

export function isPendingChange(body: object): body is RequestedChange {
  return 'change' in body && 'state' in body;
}

export function pendingText({ change }: RequestedChange): string {
  return `Waiting for a second admin or counsel to confirm: notice-desk changes confirm ${change}\n`;
}
