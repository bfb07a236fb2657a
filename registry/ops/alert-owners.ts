import type { AlertKind } from '../../domain/alert.js';

/**
 * Alert kinds each login may resolve itself, because it can observe the cause. The API may resolve all; other kinds are
 * resolved by the API or by a recorded command or effect (`resolve_by_command`, `resolve_by_effect`).
 */
export const ALERT_OWNERS = {
  worker: [
    'authority_silent',
    'clock_missed',
    'clock_unknown',
    'contact_not_told',
    'floor_undercut',
    'law_unknown',
    'audit_witness_away',
    'letter_bounced',
    'letter_no_recipient',
    'letter_not_written',
    'letter_without_timestamp',
    'mail_outage',
    'mail_refused',
    'nobody_to_tell',
    'not_ratified',
    'page_not_acknowledged',
    'pager_missing',
    'pager_outage',
    'person_not_notified',
    'recipient_mismatch',
    'record_stuck',
    'restore_due',
    'status_update_not_sent',
  ],
  enforcement: [
    'approval_unproven',
    'enforcement_refused',
    'owner_changed',
    'platform_drift',
    'platform_outage',
    'platform_refused',
    'protected_class_changed',
    'restored',
    'users_not_notified',
  ],
  watchdog: [
    'canary_silent',
    'clock_skew',
    'enforcement_silent',
    'engine_silent',
    'pager_missing',
    'pager_outage',
    'registry_silent',
    'steps_without_effect',
  ],
} as const satisfies Record<string, readonly AlertKind[]>;
