import type { EventAction } from '../event.js';
import type { RetentionKind, RetentionStart } from './retention-kinds.js';

interface RetentionFacts {
  starts: RetentionStart;
  /** What goes, for docs/operating/privacy.md. */
  erased: string;
  kept: string;
  /** Audit events whose content is erased with it. Their leaves stay, so the tree and its proofs remain valid. */
  entries: readonly EventAction[];
}

const WRITTEN = [
  'annotate',
  'assign',
  'request_dialogue',
  'record_dialogue',
  'proposal_made',
  'proposal_settled',
  'authority_replied',
  'verify_sender',
  'return',
  'uphold_order',
  'contested_rule_decided',
  'ratify',
  'reinstate',
  'pause',
  'resume',
  'extend',
  'move_clock',
  'confirm_deadline',
  'close',
  'reopen',
  'repair',
  'force_close_requested',
  'reclassify',
  'reclassify_requested',
  'reclassify_dropped',
  'glass_broken',
  'command_forged',
  'enforcement_paused',
  'enforcement_resumed',
  'enforcement_check_failed',
  'enforcement_refused',
  'retry_refused',
  'user_notice_settled',
  'appeal_decided',
  'appeal_reopened',
  'publication_returned',
  'hold_set',
  'hold_lift_requested',
  'hold_lifted',
  'manual_action_refused',
  'person_excluded',
  'exclusion_ended',
  'staff_risk_flagged',
  'staff_risk_cleared',
] as const satisfies EventAction[];

/**
 * The only table of what is erased and when: `DESK_RETENTION`, the registry's `retention_rule` and
 * docs/operating/privacy.md use it. No kind is erased unless the company configures a period: erasure cannot be undone,
 * and the company's counsel decides how long records of a government's order must or may be kept.
 */
export const RETENTION_TABLE = {
  documents: {
    starts: 'closing',
    erased:
      'content and file names of documents and lists; subject, text and fingerprints of the notice; mails that became part of it, with addresses; documents of appeals; portal receipts; subject and text of imported cases; notices for Lumen and drafts of public statements (with `targets` or `texts` if these come first)',
    kept: 'SHA-256 and media type of each document; authority, reference, kind, law, times',
    entries: ['targets_added', 'document_added'],
  },
  letters: {
    starts: 'closing',
    erased:
      'text, subject, address, annex and signature of letters, letters of returned submissions, replies of the mail server, remarks for letters of a submission',
    kept: 'number, kind, language, counts, state, times',
    entries: ['letter_sent', 'letter_bounced'],
  },
  targets: {
    starts: 'closing',
    erased:
      'locators, owners, platform ids, receipts and messages; notes on targets, decisions, drafts, second reviews and golden targets; appeal links and the item as an appeal named it; items of imported cases',
    kept: 'number, type, action, grounds, countries, status, who decided and when; all counts, the approved digest',
    entries: [],
  },
  texts: {
    starts: 'closing',
    erased:
      'notes, comments and opinions, answers on necessity, who did something by hand and the evidence, dialogues, reasons and command bodies, also in the audit log and in alerts; texts of user notices; statement, contact and reasons of appeals; `payload_key`',
    kept: 'who did what when, with the leaf of each entry; clocks with receipts; signed submissions and approvals',
    entries: WRITTEN,
  },
  answers: {
    starts: 'closing',
    erased: 'stored answers for Idempotency-Keys; at the latest with the first other kind',
    kept: 'caller, key, hash of the request, status: a repeat still creates no second notice',
    entries: [],
  },
  payload_key: {
    starts: 'closing',
    erased: 'the key of the notice: its data in Temporal and backups of Temporal becomes unreadable',
    kept: 'that it existed, and when it was destroyed',
    entries: [],
  },
  mails: {
    starts: 'rejection',
    erased: 'rejected mails: message, attachments, addresses, subject, text, reason',
    kept: 'time of arrival, SHA-256, who rejected it and when',
    entries: [],
  },
  sign_ins: {
    starts: 'end',
    erased: 'ended sessions with browser; issuer, subject and browser in entries of sign-ins',
    kept: 'who signed in when',
    entries: ['sign_in'],
  },
  people: {
    starts: 'deactivation',
    erased:
      'by two people, not before this time: name, mail address, accounts, passkeys, settings and sessions of a person; their name in commands, approvals and entries about them; the key of their pseudonym',
    kept: 'id and pseudonym, so that the log still shows which acts one person did',
    entries: ['person_saved', 'change_requested', 'key_created', 'key_revoked', 'key_claimed'],
  },
} as const satisfies Record<RetentionKind, RetentionFacts>;
