import type { RepairAction } from '../../../../domain/command.js';

export const REPAIRS = [
  'retry',
  'resend',
  'reassign',
  'skip',
  'rebuild',
  'force_close',
] as const satisfies readonly RepairAction[];

/** Which repairs make sense for a kind of attention, the mildest first. What the desk tries again by itself needs none. */
const REPAIRS_OF: Readonly<Record<string, readonly RepairAction[]>> = {
  stuck_outbox: [],
  unclaimed: ['reassign'],
  page_not_acknowledged: ['reassign'],
  nobody_to_tell: ['reassign'],
  clock_missed: ['reassign', 'force_close'],
  clock_unknown: ['reassign'],
  authority_silent: ['reassign'],
  letter_bounced: ['resend', 'force_close'],
  letter_no_recipient: ['resend', 'force_close'],
  letter_not_written: ['resend', 'force_close'],
  recipient_mismatch: ['resend', 'force_close'],
  mail_refused: ['reassign'],
  mail_outage: [],
  pager_outage: [],
  owner_changed: ['retry', 'skip'],
  platform_refused: ['retry', 'skip'],
  platform_outage: [],
  protected_class_changed: ['retry', 'skip'],
  platform_drift: ['retry'],
  enforcement_paused: [],
  restore_due: [],
  enforcement_refused: ['rebuild', 'force_close'],
  divergence: ['rebuild'],
  force_close_asked: ['force_close'],
  breach_forecast: ['reassign'],
  floor_undercut: ['reassign'],
  absent_approver: ['reassign'],
  not_ratified: ['reassign', 'force_close'],
};

/** Repairs offered for a kind; one that is not in the table can only be closed by force. */
export function repairsFor(kind: string): RepairAction[] {
  return [...(REPAIRS_OF[kind] ?? ['force_close'])];
}
