export const REPAIRS = ['retry', 'resend', 'reassign', 'skip', 'rebuild', 'force_close'] as const;
export type Repair = (typeof REPAIRS)[number];

const OF_A_LETTER: Repair[] = ['resend', 'retry', 'skip'];
const OF_THE_PLATFORM: Repair[] = ['retry', 'skip'];

/** Which repairs make sense for a kind of attention, the mildest first. */
const REPAIRS_OF: Readonly<Record<string, readonly Repair[]>> = {
  stuck_outbox: ['retry'],
  unclaimed: ['reassign'],
  absent_approver: ['reassign'],
  page_not_acknowledged: ['reassign'],
  nobody_to_tell: ['reassign'],
  clock_missed: ['reassign', 'force_close'],
  authority_silent: ['reassign'],
  letter_bounced: OF_A_LETTER,
  letter_failed: OF_A_LETTER,
  no_recipient: OF_A_LETTER,
  mail_refused: OF_A_LETTER,
  mail_outage: ['retry'],
  owner_changed: OF_THE_PLATFORM,
  platform_drift: ['retry', 'rebuild'],
  platform_outage: ['retry'],
  divergence: ['rebuild'],
};

/** Repairs offered for a kind; one that is not in the table can be tried again or closed by force. */
export function repairsFor(kind: string): Repair[] {
  return [...(REPAIRS_OF[kind] ?? ['retry', 'force_close'])];
}
