import type { CaseEvents, DraftEvents } from './events/case.js';
import type { CommandEvents } from './events/commands.js';
import type { DeskEvents } from './events/desk.js';
import type { ClockEvents, EnforcementEvents, LetterEvents } from './events/machine.js';
import { hasKey, getKeys } from './record-keys.js';

type Commented<Details> = { [Action in keyof Details]: Details[Action] & { comment?: string } };

/** Details of every audit event by its action. Optional ones may be absent. */
export interface EventDetails
  extends Commented<CommandEvents>,
    Commented<DraftEvents>,
    CaseEvents,
    ClockEvents,
    EnforcementEvents,
    LetterEvents,
    DeskEvents {}

export type EventAction = keyof EventDetails;

export type Event = { [Action in EventAction]: { action: Action; detail: EventDetails[Action] } }[EventAction];

export type ActionWith<Key extends PropertyKey> = {
  [Action in EventAction]: Key extends keyof EventDetails[Action] ? Action : never;
}[EventAction];

type KeysOf<Detail> = Detail extends unknown ? keyof Detail : never;
export type DetailKey = KeysOf<Event['detail']>;

export interface EventFacts {
  /** The alerts that the clocks raise may change after this event. */
  movesClocks: boolean;
  /** Timeline filter group, besides "people" and "machine". */
  group: 'mail' | 'clocks' | null;
  live: 'notice' | 'clock';
}

const LOGGED: EventFacts = { movesClocks: false, group: null, live: 'notice' };
const MOVING: EventFacts = { ...LOGGED, movesClocks: true };
const OF_CLOCKS: EventFacts = { movesClocks: false, group: 'clocks', live: 'clock' };
const MOVING_CLOCKS: EventFacts = { ...OF_CLOCKS, movesClocks: true };
const OF_MAIL: EventFacts = { ...LOGGED, group: 'mail' };

/** Facts of every kind of audit event. Workflows do not import it: they use only the names as types. */
export const EVENT_TABLE: Readonly<Record<EventAction, EventFacts>> = {
  notice_received: LOGGED,
  triage: MOVING,
  verify_sender: LOGGED,
  claim: LOGGED,
  release: LOGGED,
  assign: LOGGED,
  link: LOGGED,
  authority_act: MOVING,
  authority_replied: OF_MAIL,
  annotate: LOGGED,
  uphold_order: LOGGED,
  order_status_changed: MOVING,
  document_added: LOGGED,
  targets_added: LOGGED,
  add_targets: LOGGED,
  decide: LOGGED,
  undo_decide: LOGGED,
  copy_decisions: LOGGED,
  second_review: LOGGED,
  submit: LOGGED,
  reinstate: LOGGED,
  approve: LOGGED,
  return: LOGGED,
  ratify: MOVING,
  confirm_deadline: OF_CLOCKS,
  acknowledge_escalation: OF_CLOCKS,
  pause: MOVING_CLOCKS,
  resume: MOVING_CLOCKS,
  extend: MOVING_CLOCKS,
  move_clock: MOVING_CLOCKS,
  start_clocks: MOVING_CLOCKS,
  users_notified: LOGGED,
  request_dialogue: LOGGED,
  record_dialogue: MOVING,
  repair: LOGGED,
  force_close_requested: LOGGED,
  close: LOGGED,
  reopen: MOVING,
  command_refused: LOGGED,
  command_forged: LOGGED,
  command_undone: LOGGED,
  secret_read: LOGGED,
  reclassify: LOGGED,
  reclassify_requested: LOGGED,
  reclassify_dropped: LOGGED,
  glass_broken: LOGGED,
  user_notice_settled: LOGGED,
  appeal_filed: LOGGED,
  appeal_decided: LOGGED,
  appeal_reopened: LOGGED,
  details_recorded: LOGGED,
  translation_added: LOGGED,
  translation_checked: LOGGED,
  hold_set: LOGGED,
  hold_lift_requested: LOGGED,
  hold_lifted: LOGGED,
  manual_action_recorded: LOGGED,
  manual_action_confirmed: LOGGED,
  manual_action_refused: LOGGED,
  person_excluded: LOGGED,
  exclusion_ended: LOGGED,
  staff_risk_flagged: LOGGED,
  staff_risk_cleared: LOGGED,
  commented: LOGGED,
  opinion_requested: LOGGED,
  opinion_given: LOGGED,
  conversation_resolved: LOGGED,
  conversation_reopened: LOGGED,
  necessity_answered: LOGGED,
  content_requested: LOGGED,
  contested_rule_decided: LOGGED,
  reasons_stated: LOGGED,
  publication_drafted: LOGGED,
  publication_approved: LOGGED,
  publication_returned: LOGGED,
  publication_settled: LOGGED,
  imported_case_filed: LOGGED,
  notice_erased: LOGGED,
  clock_met: MOVING_CLOCKS,
  clock_missed: MOVING_CLOCKS,
  clock_lapsed: MOVING_CLOCKS,
  floor_passed: OF_CLOCKS,
  escalation_fired: OF_CLOCKS,
  page_repeated: { ...MOVING_CLOCKS, live: 'notice' },
  page_acknowledged: MOVING_CLOCKS,
  targets_applied: LOGGED,
  targets_restored: LOGGED,
  effect_proven: LOGGED,
  enforcement_check_failed: LOGGED,
  enforcement_paused: LOGGED,
  enforcement_pause_confirmed: LOGGED,
  enforcement_pause_over: LOGGED,
  enforcement_resumed: LOGGED,
  registry_restored: LOGGED,
  restored_compared: LOGGED,
  enforced: MOVING,
  enforcement_refused: MOVING,
  reported: LOGGED,
  came_into_force: LOGGED,
  retried: LOGGED,
  retry_refused: LOGGED,
  skipped: LOGGED,
  letter_sent: OF_MAIL,
  letter_bounced: OF_MAIL,
  letter_read: OF_MAIL,
  mail_attached: OF_MAIL,
  proposal_made: OF_MAIL,
  proposal_settled: OF_MAIL,
  rulebook_edition_adopted: LOGGED,
  rulebook_edition_proposed: LOGGED,
  rulebook_edition_approved: LOGGED,
  rulebook_edition_refused: LOGGED,
  rulebook_edition_pinned: LOGGED,
  rulebook_edition_unpinned: LOGGED,
  release_checked: LOGGED,
  release_promotion_requested: LOGGED,
  release_promoted: LOGGED,
  sign_in: LOGGED,
  sign_out: LOGGED,
  session_revoked: LOGGED,
  audit_adopted: LOGGED,
  portal_link_sent: OF_MAIL,
  portal_signed_in: LOGGED,
  portal_left: LOGGED,
  identity_released: LOGGED,
  passkey_added: LOGGED,
  passkey_renamed: LOGGED,
  person_webhook_removed: LOGGED,
  push_device_added: LOGGED,
  push_device_removed: LOGGED,
  passkey_removed: LOGGED,
  person_saved: LOGGED,
  absence_entered: LOGGED,
  absence_ended: LOGGED,
  roster_changed: LOGGED,
  shift_note_written: LOGGED,
  key_created: LOGGED,
  key_revoked: LOGGED,
  key_claimed: LOGGED,
  authority_saved: LOGGED,
  contact_notified: OF_MAIL,
  contact_not_told: OF_MAIL,
  person_notified: OF_MAIL,
  person_not_notified: OF_MAIL,
  change_requested: LOGGED,
  change_confirmed: LOGGED,
  change_refused: LOGGED,
  change_expired: LOGGED,
  change_applied: LOGGED,
  retention_set: LOGGED,
  mails_erased: LOGGED,
  imported_cases_erased: LOGGED,
  cases_imported: LOGGED,
  sign_ins_erased: LOGGED,
  person_erased: LOGGED,
  rulebook_revision_proposed: LOGGED,
  rulebook_revision_approved: LOGGED,
  rulebook_revision_withdrawn: LOGGED,
  webhooks_replayed: LOGGED,
  golden_marked: LOGGED,
  golden_confirmed: LOGGED,
  golden_retired: LOGGED,
  golden_answered: LOGGED,
  subscriber_changed: LOGGED,
  subscriber_removed: LOGGED,
  law_reviewed: LOGGED,
  law_correction_proposed: LOGGED,
  law_correction_decided: LOGGED,
  law_incident_recorded: LOGGED,
  law_incident_corrected: LOGGED,
  law_draft_settled: LOGGED,
};

export const EVENT_ACTIONS = getKeys(EVENT_TABLE);

/** Whether this release knows the action: a log may hold events of a later release. */
export function isEventAction(action: string): action is EventAction {
  return hasKey(EVENT_TABLE, action);
}

/** Converts a stored entry to an event; null if this release does not know its action. */
export function toEvent({ action, detail }: { action: string; detail: Record<string, unknown> }): Event | null {
  return isEventAction(action) ? ({ action, detail } as Event) : null;
}

/** Returns the facts of an event; one of a later release gets the defaults. */
export function getEventFacts(action: string): EventFacts {
  return isEventAction(action) ? EVENT_TABLE[action] : LOGGED;
}
