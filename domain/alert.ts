import { getKeys } from './record-keys.js';
import type { RepairAction } from './commands/command.js';

/** `danger`: work is blocked or a duty missed; `urgent`: it will be; `caution`: someone should look. */
export type Severity = 'danger' | 'urgent' | 'caution';

export interface AlertFacts {
  severity: Severity;
  /**
   * A notice (its alerts are visible to those who can read it), the desk as a whole, or either. `secret`: shown without
   * content or notice to people who cannot read that notice.
   */
  about: 'notice' | 'desk' | 'either' | 'secret';
  repairs: readonly RepairAction[];
}

/** All kinds of alerts. `alert-texts.json` explains each in English for the API and the console. */
export const ALERT_TABLE = {
  stuck_outbox: { severity: 'danger', about: 'notice', repairs: [] },
  unclaimed: { severity: 'caution', about: 'notice', repairs: ['reassign'] },
  page_not_acknowledged: { severity: 'danger', about: 'notice', repairs: ['reassign'] },
  nobody_to_tell: { severity: 'danger', about: 'notice', repairs: ['reassign'] },
  clock_missed: { severity: 'danger', about: 'notice', repairs: ['reassign', 'force_close'] },
  clock_unknown: { severity: 'urgent', about: 'notice', repairs: ['reassign'] },
  law_unknown: { severity: 'urgent', about: 'notice', repairs: ['reassign'] },
  floor_undercut: { severity: 'caution', about: 'notice', repairs: ['reassign'] },
  authority_silent: { severity: 'caution', about: 'notice', repairs: ['reassign'] },
  breach_forecast: { severity: 'urgent', about: 'notice', repairs: ['reassign'] },
  status_update_not_sent: { severity: 'caution', about: 'notice', repairs: [] },
  letter_bounced: { severity: 'urgent', about: 'notice', repairs: ['resend', 'force_close'] },
  recipient_mismatch: { severity: 'urgent', about: 'notice', repairs: ['resend', 'force_close'] },
  letter_no_recipient: { severity: 'urgent', about: 'notice', repairs: ['resend', 'force_close'] },
  letter_unproven: { severity: 'danger', about: 'notice', repairs: [] },
  letter_not_written: { severity: 'urgent', about: 'notice', repairs: ['resend', 'force_close'] },
  letter_without_timestamp: { severity: 'caution', about: 'desk', repairs: [] },
  mail_refused: { severity: 'urgent', about: 'notice', repairs: ['reassign'] },
  mail_outage: { severity: 'danger', about: 'notice', repairs: [] },
  pager_outage: { severity: 'danger', about: 'either', repairs: [] },
  pager_missing: { severity: 'danger', about: 'desk', repairs: [] },
  platform_outage: { severity: 'danger', about: 'notice', repairs: [] },
  platform_refused: { severity: 'urgent', about: 'notice', repairs: ['retry', 'skip'] },
  owner_changed: { severity: 'urgent', about: 'notice', repairs: ['retry', 'skip'] },
  protected_class_changed: { severity: 'urgent', about: 'notice', repairs: ['retry', 'skip'] },
  platform_drift: { severity: 'urgent', about: 'notice', repairs: ['retry'] },
  enforcement_paused: { severity: 'urgent', about: 'either', repairs: [] },
  restored: { severity: 'danger', about: 'desk', repairs: [] },
  enforcement_refused: { severity: 'danger', about: 'notice', repairs: ['rebuild', 'force_close'] },
  approval_unproven: { severity: 'danger', about: 'notice', repairs: ['rebuild', 'force_close'] },
  forged_command: { severity: 'danger', about: 'notice', repairs: ['rebuild', 'force_close'] },
  secret_document: { severity: 'urgent', about: 'notice', repairs: [] },
  secret_needs_people: { severity: 'danger', about: 'secret', repairs: [] },
  glass_broken: { severity: 'caution', about: 'secret', repairs: [] },
  users_not_notified: { severity: 'urgent', about: 'notice', repairs: [] },
  appeal_due: { severity: 'urgent', about: 'either', repairs: [] },
  mail_held: { severity: 'urgent', about: 'either', repairs: [] },
  mail_disputed: { severity: 'danger', about: 'either', repairs: [] },
  reply_unread: { severity: 'urgent', about: 'notice', repairs: [] },
  order_not_in_effect: { severity: 'urgent', about: 'notice', repairs: [] },
  restore_due: { severity: 'urgent', about: 'notice', repairs: [] },
  unsupported_restrictions: { severity: 'urgent', about: 'desk', repairs: [] },
  workflow_gone: { severity: 'danger', about: 'notice', repairs: ['rebuild', 'force_close'] },
  workflow_stuck: { severity: 'danger', about: 'notice', repairs: ['rebuild', 'force_close'] },
  record_stuck: { severity: 'danger', about: 'notice', repairs: [] },
  divergence: { severity: 'urgent', about: 'either', repairs: ['rebuild'] },
  key_lost: { severity: 'danger', about: 'notice', repairs: [] },
  force_close_requested: { severity: 'urgent', about: 'notice', repairs: ['force_close'] },
  absent_approver: { severity: 'caution', about: 'notice', repairs: ['reassign'] },
  not_ratified: { severity: 'urgent', about: 'notice', repairs: ['reassign', 'force_close'] },
  webhook_given_up: { severity: 'urgent', about: 'desk', repairs: [] },
  lumen_not_taken: { severity: 'caution', about: 'desk', repairs: [] },
  statements_not_taken: { severity: 'caution', about: 'desk', repairs: [] },
  rulebook_refused: { severity: 'caution', about: 'desk', repairs: [] },
  rulebook_proposed: { severity: 'urgent', about: 'desk', repairs: [] },
  rulebook_unproven: { severity: 'danger', about: 'desk', repairs: [] },
  rulebook_changed: { severity: 'caution', about: 'desk', repairs: [] },
  calendar_ends: { severity: 'caution', about: 'desk', repairs: [] },
  law_review_due: { severity: 'caution', about: 'desk', repairs: [] },
  law_text_changed: { severity: 'urgent', about: 'desk', repairs: [] },
  law_text_unreadable: { severity: 'caution', about: 'desk', repairs: [] },
  law_event_due: { severity: 'caution', about: 'desk', repairs: [] },
  watchdog_silent: { severity: 'danger', about: 'desk', repairs: [] },
  engine_silent: { severity: 'danger', about: 'desk', repairs: [] },
  steps_without_effect: { severity: 'danger', about: 'desk', repairs: [] },
  enforcement_silent: { severity: 'danger', about: 'either', repairs: [] },
  registry_silent: { severity: 'danger', about: 'desk', repairs: [] },
  clock_skew: { severity: 'urgent', about: 'desk', repairs: [] },
  canary_silent: { severity: 'danger', about: 'desk', repairs: [] },
  change_waiting: { severity: 'caution', about: 'desk', repairs: [] },
  contact_not_told: { severity: 'urgent', about: 'desk', repairs: [] },
  audit_unsigned: { severity: 'danger', about: 'desk', repairs: [] },
  person_not_notified: { severity: 'urgent', about: 'desk', repairs: [] },
  audit_forked: { severity: 'danger', about: 'desk', repairs: [] },
  audit_witness_away: { severity: 'urgent', about: 'desk', repairs: [] },
} as const satisfies Record<string, AlertFacts>;

export type AlertKind = keyof typeof ALERT_TABLE;

export const ALERT_KINDS = getKeys(ALERT_TABLE);

/** Whether this release knows the kind; the registry may hold one that a later release raised. */
export function isAlertKind(kind: string): kind is AlertKind {
  return Object.hasOwn(ALERT_TABLE, kind);
}
