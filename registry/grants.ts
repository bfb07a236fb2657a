import { FEATURE_GRANTS } from './features.js';
import type { GrantedLogin, TableRights } from './table-rights.js';
import type { Tables } from './tables.js';

export const GRANTED_LOGINS: readonly GrantedLogin[] = ['api', 'worker', 'enforcement', 'watchdog', 'mail', 'reader'];

const READ = ['select'] as const;

const LEDGER = 'targets, undecided, by_action, applied, failed, restored';
const PROJECTION =
  'version, stage, outcome, authenticity, verified_by, regime_id, regime_version, priority, queue, assignee, ' +
  'claimed_until, next_due_at, next_due_kind, next_due_clock, next_plan_at, next_plan_kind, next_plan_clock, ' +
  'queue_due_at, submission_number, closed_state, workflow_epoch, workflow_run, workflow_unshown, order_uphold';

const READ_OF_MAIL =
  'read_at, attempts, next_at, message_id, from_address, subject, text, authentication, facts, proof_sha256, plain';
const SORTED =
  'raw, next_at, proven, sorted_at, sort_attempts, proposed_kind, proposed_notice, proposed_authority, proposed_regime, answers_letter, state, notice_id, ' +
  'reply, reply_read_by, reply_read_at, decided_by, decided_at, reason';

/**
 * Who may do what with each table of the registry, the least that each process needs. Every GRANT is made from here at the
 * migration step, and docs/operating/registry-roles.md is printed from it. A table without a line does not build.
 */
export const GRANTS: Readonly<Record<keyof Tables | 'migration', TableRights>> = {
  migration: { api: READ, reader: READ },

  // People and permissions: the API only, and no other login reads the secrets of keys or sessions.
  person: { api: ['select', 'insert', 'update'], worker: READ, enforcement: READ, reader: READ },
  api_key: { api: ['select', 'insert', 'update'], reader: ['select but (secret_sha256)'] },
  person_identity: { api: ['select', 'insert', 'delete'], reader: READ },
  sign_in: { api: ['select', 'insert', 'delete'] },
  session: { api: ['select', 'insert', 'update', 'delete'] },
  person_webhook: { api: ['select', 'insert', 'update', 'delete'], worker: READ },
  push_device: { api: ['select', 'insert', 'update', 'delete'], worker: ['select', 'delete'] },
  person_settings: { api: ['select', 'insert', 'update'], worker: ['select but (settings)'], reader: READ },
  seen_item: { api: ['select', 'insert', 'update', 'delete'] },
  authority: { api: ['select', 'insert', 'update'], worker: READ, enforcement: READ, reader: READ },
  absence: { api: ['select', 'insert', 'update', 'delete'], worker: READ, enforcement: READ, reader: READ },
  roster: { api: ['select', 'insert', 'update'], reader: READ },
  routing: { api: ['select', 'insert', 'update'], reader: READ },
  change: { api: ['select', 'insert', 'update'], reader: READ },
  directory_message: {
    api: ['select', 'insert'],
    worker: ['select', 'update (message_id, reply, attempts, next_at, last_error, sent_at, given_up_at)'],
    reader: READ,
  },
  passkey: { api: ['select', 'insert', 'update'], enforcement: READ, reader: READ },
  step_up_challenge: { api: ['select', 'insert', 'update', 'delete'] },
  // Written by the trigger on people and updated by no login, but a caller needs the update right to lock it.
  four_eyes: { api: ['select', 'update'], reader: READ },

  notice: {
    api: ['select', 'insert', 'update'],
    worker: ['select', `update (${PROJECTION}, ${LEDGER})`],
    enforcement: ['select', `update (${LEDGER}, targets_resolved_at)`],
    watchdog: READ,
    reader: ['select but (second_review_seed)'],
  },
  // Written by a trigger that runs as the owner.
  notice_before: { api: READ, reader: READ },
  notice_words: { api: READ },
  notice_link: {
    api: ['select', 'insert', 'update (withheld)', 'delete'],
    worker: ['select', 'delete'],
    enforcement: READ,
    reader: READ,
  },
  reclassification: { api: ['select', 'insert', 'update (state, decided_by, decided_at)'], reader: READ },
  event_seal: { api: READ },
  // The existence of these messages reveals a secret, so `reader` has no access.
  break_glass_message: {
    api: ['select', 'insert'],
    worker: ['select', 'update (message_id, reply, attempts, next_at, last_error, sent_at, given_up_at)'],
  },
  notification: {
    api: ['select', 'insert'],
    worker: ['select', 'insert', 'update (message_id, reply, attempts, next_at, last_error, sent_at, given_up_at)'],
  },
  // Set and lifted by the API; erasures are written by the owner's functions only.
  legal_hold: {
    api: ['select', 'insert', 'update (lift_requested_by, lift_requested_at, lift_reason, lifted_by, lifted_at)'],
    reader: READ,
  },
  notice_erasure: { api: READ, reader: READ },
  retention_rule: { api: READ, reader: READ },
  document: { api: ['select', 'insert'], worker: ['select but (bytes)'], reader: ['select but (bytes)'] },
  translation: { api: ['select', 'insert', 'update (checked_by, checked_at)'], reader: ['select but (text)'] },
  sender_check: { api: ['select', 'insert', 'delete'], worker: ['select', 'delete'], reader: READ },
  // Written by the API; an excluded person's approval no longer counts for any process.
  exclusion: {
    api: ['select', 'insert', 'update (ended_by, ended_at)'],
    worker: READ,
    enforcement: READ,
    reader: READ,
  },
  staff_risk: { api: ['select', 'insert', 'delete'], worker: READ, reader: READ },
  // Between the API and the only process that talks to the platform; nobody reads it later.
  content_request: {
    api: ['select', 'insert', 'delete'],
    enforcement: ['select', 'update (taken_at, answer)', 'delete'],
  },
  presence: { api: ['select', 'insert', 'update', 'delete'] },
  saved_view: { api: ['select', 'insert', 'update', 'delete'], reader: READ },
  idempotency: { api: ['select', 'insert', 'update'] },
  // Rewrapped by the API; shredded only by the owner's function.
  notice_key: { api: ['select', 'insert', 'update (wrapped_by, wrapped)'], worker: READ, enforcement: READ },

  // Reconciler results; only the background jobs write them.
  workflow_check: { api: ['select', 'insert', 'update', 'delete'], reader: READ },
  reconciler_pass: { api: ['select', 'insert', 'update', 'delete'], reader: READ },
  canary: { api: ['select', 'insert', 'update', 'delete'], watchdog: READ, reader: READ },
  // Commands, signatures and effects. The audit log is append-only; only the owner could change it, and the owner's
  // triggers refuse.
  command: {
    api: ['select', 'insert', 'update (state, result, finished_at, delivered)'],
    worker: ['select', 'update (state, version, result, finished_at)'],
    enforcement: READ,
    reader: READ,
  },
  signed_act: { api: ['select', 'insert'], worker: READ, enforcement: READ, reader: READ },
  audit_entry: {
    api: ['select', 'insert'],
    worker: ['select', 'insert'],
    enforcement: ['select', 'insert'],
    watchdog: READ,
    reader: READ,
  },
  // The tree over the audit log: the API places entries and signs. The number of entries reveals hidden notices, so
  // `reader` sees none of it. Waiting entries are written by a trigger that runs as the owner.
  audit_leaf: { api: ['select', 'insert'] },
  audit_node: { api: ['select', 'insert'] },
  audit_waiting: { api: ['select', 'delete'] },
  audit_log: { api: READ },
  audit_checkpoint: { api: ['select', 'insert'], worker: READ },
  audit_witness: { api: ['select', 'insert', 'update'], worker: ['select', 'insert', 'update'] },
  // Every login that writes audit entries needs the pseudonyms.
  pseudonym_key: { api: ['select', 'insert'], worker: ['select', 'insert'], enforcement: ['select', 'insert'] },

  case_import: { api: ['select', 'insert', 'update (cases)'], reader: ['select but (cases)'] },
  imported_case: { api: ['select', 'insert', 'update (notice_id, filed_at)'], reader: READ },
  imported_target: { api: ['select', 'insert'], reader: READ },

  // Counts and locator positions are written by triggers that run as the owner.
  target: {
    api: ['select', 'insert', 'update'],
    worker: ['select', 'update (status, submission, skip)'],
    enforcement: [
      'select',
      'update (status, receipt, problem, platform_id, owner, protected_class, language, looked_up, skip)',
    ],
    reader: READ,
  },
  target_locator: { api: READ, worker: READ, enforcement: READ, reader: READ },
  ledger_count: { api: READ, worker: READ, enforcement: READ, reader: READ },
  target_upload: { api: ['select', 'insert'], worker: READ, reader: READ },
  target_upload_problem: { api: ['select', 'insert'], reader: READ },
  draft_batch: { api: ['select', 'insert', 'update (undone_by)'], reader: READ },
  draft_change: { api: ['select', 'insert'], reader: READ },
  second_review: { api: ['select', 'insert'], reader: READ },
  // Not for `reader`: the agreed answers stay with those who may confirm them.
  golden_item: { api: ['select', 'insert', 'update (confirmed_by, confirmed_at, retired_by, retired_at)'] },
  golden_answer: { api: ['select', 'insert'] },

  clock: {
    api: ['select', 'insert', 'delete'],
    worker: [
      'select',
      'update (state, due_at, met_at, paused_at, confirmed, escalation, revision, next_action_at, pending_extension, proposed, receipt)',
      'delete',
    ],
    enforcement: READ,
    watchdog: READ,
    reader: READ,
  },
  clock_move: {
    api: ['select', 'insert', 'update (state)'],
    worker: ['select', 'update (state, made_at)'],
    reader: READ,
  },
  rulebook_edition: { api: ['select', 'insert', 'update (loaded_at)'], reader: READ },
  edition_status: { api: ['select', 'insert', 'update'], reader: READ },
  edition_act: { api: ['select', 'insert'], reader: READ },
  rulebook_revision: { api: ['select', 'insert', 'update'], reader: READ },
  law_review: { api: ['select', 'insert'], reader: READ },
  law_page: { api: ['select', 'insert', 'update'], reader: READ },
  law_draft: { api: ['select', 'insert', 'update (detail, settled_at, settled_by, note)'], reader: READ },
  law_correction: { api: ['select', 'insert', 'update (state, decided_by, decided_at, answer)'], reader: READ },
  law_incident: { api: ['select', 'insert', 'update (corrected_by, corrected_at, correction)'], reader: READ },

  // The worker records an approval; what proves it is the API's signature.
  submission: {
    api: ['select', 'insert', 'update'],
    worker: ['select', 'update (state)'],
    enforcement: [
      'select',
      'update (started_at, finished_at, user_notices_opened_at, proved_at, proof_counts, rate, rate_at)',
    ],
    watchdog: READ,
    reader: READ,
  },
  // Comments stay as written; the worker asks whether an opinion is still owed.
  conversation: { api: ['select', 'insert', 'update (resolved_by, resolved_at)'], worker: READ, reader: READ },
  conversation_comment: { api: ['select', 'insert'], worker: ['select but (text)'], reader: READ },
  necessity: { api: ['select', 'insert', 'update (submission)'], reader: READ },
  look: { api: ['select', 'insert', 'update', 'delete'] },
  restoration_target: { api: ['select', 'insert'], worker: READ, enforcement: READ, reader: READ },
  approval: { api: READ, worker: ['select', 'insert', 'delete'], enforcement: READ, watchdog: READ, reader: READ },
  ratification: { api: READ, worker: ['select', 'insert', 'update', 'delete'], enforcement: READ, reader: READ },

  // The platform's state of an item concerns every notice on it, open or not.
  operation: { api: READ, worker: READ, enforcement: ['select', 'insert', 'update'], reader: READ },
  // Evidence beside the ledger; no process acts on it, and the report of effect names what is confirmed.
  manual_action: {
    api: ['select', 'insert', 'update (state, settled_by, settled_at)'],
    worker: ['select but (done_by, evidence)'],
    reader: READ,
  },
  operation_count: { api: READ, worker: READ, enforcement: READ, reader: READ },
  restriction_support: { api: READ, worker: READ, enforcement: ['select', 'insert', 'update'], reader: READ },
  proof: { api: READ, worker: READ, enforcement: ['select', 'insert', 'update'] },
  repair: {
    api: ['select', 'insert', 'update (finished_at)', 'delete'],
    worker: ['select', 'update (finished_at)', 'delete'],
    enforcement: ['select', 'update (finished_at)'],
    reader: READ,
  },
  repair_target: {
    api: ['select', 'insert', 'delete'],
    worker: ['select', 'delete'],
    enforcement: READ,
    reader: READ,
  },
  enforcement_pause: {
    api: ['select', 'insert', 'update'],
    worker: READ,
    enforcement: ['select', 'update (compared_at, compared_targets, compared_differing)'],
    watchdog: READ,
    reader: READ,
  },
  restore_duty: {
    api: ['select', 'insert', 'update (clock_id, ended_at, at)'],
    worker: READ,
    enforcement: READ,
    reader: READ,
  },

  // A bounced mail later marks its letter as not delivered.
  letter: {
    api: ['select', 'update (state, smtp_reply)'],
    worker: [
      'select',
      'insert',
      'update (key, language, to_address, subject, text, counts, annex, state, message_id, smtp_reply, sent_at, seal, signature)',
    ],
    enforcement: READ,
    reader: READ,
  },
  // Written by a trigger that runs as the owner.
  letter_words: { api: READ },
  returned_letter: { api: ['select', 'insert', 'update'], reader: READ },
  // Queued by the API's jobs, which know the law; written and sent by the worker.
  status_update: {
    api: ['select', 'insert'],
    worker: ['select', 'update (message_id, reply, attempts, next_at, last_error, sent_at, given_up_at)'],
    reader: READ,
  },
  // People record the authority's proposals and settle all of them; ours are created by the letter once it is sent.
  proposal: {
    api: ['select', 'insert', 'update (state, reason, settled_at, settled_by, settled_reply, settled_document)'],
    worker: ['select', 'insert', 'update (state, settled_at)'],
    reader: READ,
  },
  staff_message: { api: READ, worker: ['select', 'insert', 'update'], watchdog: READ, reader: READ },

  // Opened by the API's jobs, sent by the process that talks to the platform. `reader` sees no token: anyone who holds
  // one may appeal.
  user_message: {
    api: ['select', 'insert', 'update (state, opens_at, next_at)'],
    worker: READ,
    enforcement: ['select', 'update (state, language, receipt, message, attempts, next_at, notified_at)'],
    reader: ['select but (appeal_token)'],
  },
  user_message_text: { api: ['select', 'insert'], worker: READ, enforcement: READ, reader: READ },

  // Accepted and decided by the API; enforcement checks whether an appeal was won.
  appeal: {
    api: ['select', 'insert', 'update (state, outcome, reasons, decided_by, decided_at, restoration)'],
    worker: READ,
    enforcement: READ,
    reader: ['select but (contact)'],
  },
  appeal_document: { api: ['select', 'insert'] },
  // The mail process stores and reads incoming mail until the API has sorted it; the API establishes the sender itself.
  inbound_mail: {
    // An answer filed through the portal is stored as an incoming mail.
    api: ['select', 'insert', `update (${SORTED})`],
    worker: [
      'select but (envelope, raw, from_address, subject, text, facts, header_date, header_ids)',
      'update (reply_read_by, reply_read_at)',
    ],
    mail: ['select', 'insert', `update (${READ_OF_MAIL})`],
  },
  inbound_document: { api: ['select', 'insert', 'delete'], mail: ['select', 'insert', 'delete'] },

  ...FEATURE_GRANTS,

  // registry/ops/alert-owners.ts lists the kinds each login may resolve.
  alert: {
    api: ['select', 'insert', 'update'],
    worker: ['select', 'insert', 'update (summary, detail, resolved_at)'],
    enforcement: ['select', 'insert', 'update (summary, detail, resolved_at)'],
    watchdog: ['select', 'insert', 'update (summary, detail, resolved_at)'],
    reader: READ,
  },
  // Not for the reader: addresses of chats and tickets contain their own secrets.
  webhook_subscriber: { api: ['select', 'insert', 'update', 'delete'] },
  webhook_cursor: { api: ['select', 'insert', 'update'], reader: READ },
  webhook_event: { api: ['select', 'insert', 'update', 'delete'], reader: READ },
  outbox: { api: ['select', 'insert', 'update'], worker: ['select', 'insert'], reader: READ },
  worker_heartbeat: {
    api: ['select', 'insert', 'update', 'delete'],
    worker: ['select', 'insert', 'update', 'delete'],
    enforcement: ['select', 'insert', 'update', 'delete'],
    mail: ['select', 'insert', 'update', 'delete'],
    watchdog: READ,
    reader: READ,
  },
  release_promotion: { api: ['select', 'insert', 'update (confirmed_by, confirmed_at)'], reader: READ },
  release_check: {
    api: ['select', 'insert'],
    worker: ['select', 'update (claimed_at, finished_at, digest, notices, differing, ms_each)'],
    // Ids of secret notices may be among them.
    reader: ['select but (differing)'],
  },
  worker_release: {
    api: READ,
    worker: ['select', 'insert', 'update', 'delete'],
    enforcement: ['select', 'insert', 'update', 'delete'],
    reader: READ,
  },
  watchdog: { api: READ, watchdog: ['select', 'insert', 'update'], reader: READ },
  watchdog_page: { api: READ, watchdog: ['select', 'insert', 'update'] },
};
