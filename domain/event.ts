import type { CaseEvents, DraftEvents } from './event/case.js';
import type { CommandEvents } from './event/commands.js';
import type { DeskEvents } from './event/desk.js';
import type { ClockEvents, EnforcementEvents, LetterEvents } from './event/machine.js';
import { hasKey, getKeys } from './keys-of.js';

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

/** Actions whose details have a given key. */
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

const TOLD: EventFacts = { movesClocks: false, group: null, live: 'notice' };
const MOVING: EventFacts = { ...TOLD, movesClocks: true };
const OF_CLOCKS: EventFacts = { movesClocks: false, group: 'clocks', live: 'clock' };
const MOVING_CLOCKS: EventFacts = { ...OF_CLOCKS, movesClocks: true };
const OF_MAIL: EventFacts = { ...TOLD, group: 'mail' };

/** Facts of every kind of audit event. Workflows do not import it: they use only the names as types. */
export const EVENT_TABLE: Readonly<Record<EventAction, EventFacts>> = {
  notice_received: TOLD,
  triage: MOVING,
  verify_sender: TOLD,
  claim: TOLD,
  release: TOLD,
  assign: TOLD,
  link: TOLD,
  authority_act: MOVING,
  authority_replied: OF_MAIL,
  annotate: TOLD,
  uphold_order: TOLD,
  order_status_changed: MOVING,
  document_added: TOLD,
  targets_added: TOLD,
  add_targets: TOLD,
  decide: TOLD,
  undo_decide: TOLD,
  copy_decisions: TOLD,
  second_read: TOLD,
  submit: TOLD,
  reinstate: TOLD,
  approve: TOLD,
  return: TOLD,
  ratify: MOVING,
  confirm_deadline: OF_CLOCKS,
  acknowledge_escalation: OF_CLOCKS,
  pause: MOVING_CLOCKS,
  resume: MOVING_CLOCKS,
  extend: MOVING_CLOCKS,
  move_clock: MOVING_CLOCKS,
  start_clocks: MOVING_CLOCKS,
  users_told: TOLD,
  request_dialogue: TOLD,
  record_dialogue: MOVING,
  repair: TOLD,
  force_close_asked: TOLD,
  close: TOLD,
  reopen: MOVING,
  command_refused: TOLD,
  command_forged: TOLD,
  command_undone: TOLD,
  secret_read: TOLD,
  reclassify: TOLD,
  reclassify_asked: TOLD,
  reclassify_dropped: TOLD,
  glass_broken: TOLD,
  tell_settled: TOLD,
  appeal_filed: TOLD,
  appeal_decided: TOLD,
  appeal_reopened: TOLD,
  hold_set: TOLD,
  hold_lift_asked: TOLD,
  hold_lifted: TOLD,
  contested_rule_decided: TOLD,
  reasons_stated: TOLD,
  publication_drafted: TOLD,
  publication_approved: TOLD,
  publication_returned: TOLD,
  publication_settled: TOLD,
  notice_erased: TOLD,
  clock_met: MOVING_CLOCKS,
  clock_missed: MOVING_CLOCKS,
  clock_lapsed: MOVING_CLOCKS,
  floor_passed: OF_CLOCKS,
  ladder_fired: OF_CLOCKS,
  page_repeated: { ...MOVING_CLOCKS, live: 'notice' },
  page_acknowledged: MOVING_CLOCKS,
  targets_applied: TOLD,
  targets_restored: TOLD,
  effect_proven: TOLD,
  enforcement_check_failed: TOLD,
  enforcement_paused: TOLD,
  enforcement_pause_confirmed: TOLD,
  enforcement_pause_over: TOLD,
  enforcement_resumed: TOLD,
  registry_restored: TOLD,
  restored_compared: TOLD,
  enforced: MOVING,
  enforcement_refused: MOVING,
  reported: TOLD,
  came_into_force: TOLD,
  retried: TOLD,
  retry_refused: TOLD,
  skipped: TOLD,
  letter_sent: OF_MAIL,
  letter_bounced: OF_MAIL,
  letter_read: OF_MAIL,
  mail_attached: OF_MAIL,
  proposal_made: OF_MAIL,
  proposal_settled: OF_MAIL,
  rulebook_edition_adopted: TOLD,
  rulebook_edition_proposed: TOLD,
  rulebook_edition_approved: TOLD,
  rulebook_edition_refused: TOLD,
  release_promotion_requested: TOLD,
  release_promoted: TOLD,
  sign_in: TOLD,
  sign_out: TOLD,
  session_revoked: TOLD,
  audit_adopted: TOLD,
  portal_link_sent: OF_MAIL,
  portal_signed_in: TOLD,
  portal_left: TOLD,
  identity_released: TOLD,
  passkey_added: TOLD,
  passkey_renamed: TOLD,
  passkey_removed: TOLD,
  person_saved: TOLD,
  absence_entered: TOLD,
  absence_ended: TOLD,
  key_created: TOLD,
  key_revoked: TOLD,
  key_claimed: TOLD,
  authority_saved: TOLD,
  contact_told: OF_MAIL,
  contact_not_told: OF_MAIL,
  person_notified: OF_MAIL,
  person_not_notified: OF_MAIL,
  change_asked: TOLD,
  change_confirmed: TOLD,
  change_refused: TOLD,
  change_expired: TOLD,
  change_applied: TOLD,
  retention_set: TOLD,
  mails_erased: TOLD,
  sign_ins_erased: TOLD,
  person_erased: TOLD,
  rulebook_revision_proposed: TOLD,
  rulebook_revision_approved: TOLD,
  rulebook_revision_withdrawn: TOLD,
  webhooks_replayed: TOLD,
  law_reviewed: TOLD,
  law_incident_recorded: TOLD,
  law_incident_corrected: TOLD,
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
  return isEventAction(action) ? EVENT_TABLE[action] : TOLD;
}
