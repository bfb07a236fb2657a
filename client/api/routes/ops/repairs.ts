export const REPAIRS = ['retry', 'resend', 'reassign', 'skip', 'rebuild', 'force_close'] as const;
export type Repair = (typeof REPAIRS)[number];

/** Which repairs make sense for a kind of attention, the mildest first. */
const REPAIRS_OF: Readonly<Record<string, readonly Repair[]>> = {
  stuck_outbox: ['retry'],
  unclaimed: ['reassign'],
  page_not_acknowledged: ['reassign'],
  nobody_to_tell: ['reassign'],
  clock_missed: ['reassign', 'force_close'],
  clock_unknown: ['reassign'],
  authority_silent: ['reassign'],
  letter_bounced: ['resend', 'skip'],
  letter_no_recipient: ['resend', 'skip'],
  letter_not_written: ['retry', 'skip'],
  mail_refused: ['retry', 'skip'],
  mail_outage: ['retry'],
  pager_outage: ['retry'],
  owner_changed: ['retry', 'skip'],
  platform_refused: ['retry', 'skip'],
  platform_outage: ['retry'],
  protected_class_changed: ['retry', 'skip'],
  platform_drift: ['retry'],
  enforcement_paused: [],
  restore_due: [],
  enforcement_refused: ['rebuild', 'retry', 'force_close'],
  divergence: ['rebuild'],
  breach_forecast: ['reassign'],
  floor_undercut: ['reassign'],
  absent_approver: ['reassign'],
  not_ratified: ['reassign', 'force_close'],
};

/** Repairs offered for a kind; one that is not in the table can be tried again or closed by force. */
export function repairsFor(kind: string): Repair[] {
  return [...(REPAIRS_OF[kind] ?? ['retry', 'force_close'])];
}
