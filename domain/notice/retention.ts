import type { EventAction } from '../event.js';
import type { RetentionKind, RetentionStart } from './retention-kinds.js';

/** What of the desk's records is kept for a time of its own, and what becomes of it then. */
interface RetentionFacts {
  starts: RetentionStart;
  /** What goes, for docs/privacy.md. */
  erased: string;
  /** What stays of it. */
  kept: string;
  /** Entries of the audit log whose content goes with it; their leaves stay, and with them the tree and its proofs. */
  entries: readonly EventAction[];
}

/** Entries of a notice that hold what people wrote. */
const WRITTEN = [
  'annotate',
  'request_dialogue',
  'record_dialogue',
  'proposal_made',
  'proposal_settled',
  'authority_replied',
  'verify_sender',
  'return',
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
  'force_close_asked',
  'reclassify',
  'reclassify_asked',
  'reclassify_dropped',
  'glass_broken',
  'command_forged',
  'enforcement_paused',
  'enforcement_resumed',
  'enforcement_check_failed',
  'enforcement_refused',
  'retry_refused',
  'tell_settled',
  'appeal_decided',
  'appeal_reopened',
  'publication_returned',
  'hold_set',
  'hold_lift_asked',
  'hold_lifted',
] as const satisfies EventAction[];

/**
 * What is erased and when, the one table: `DESK_RETENTION` names its kinds, the registry's `retention_rule` is written from
 * it, docs/privacy.md is printed from it. No kind is erased unless the house says so: what is gone cannot be had back, and how
 * long records of a government's order must or may be kept is for the house's counsel, not for a program, to say.
 */
export const RETENTION_TABLE = {
  papers: {
    starts: 'closing',
    erased:
      'the bytes and names of papers, subject and text of the notice with the prints by which it is known again, and of mails that became part of it with their addresses, names of the files that lists came in, papers of appeals, receipts of what was filed by the portal, notices for Lumen and drafts of public statements (with `targets` or `texts` if these come first)',
    kept: 'SHA-256, media type of each paper; the authority, its reference, kind, law, instants',
    entries: ['targets_added', 'document_added'],
  },
  letters: {
    starts: 'closing',
    erased: 'text, subject, address and annex of letters, what the mail server said, remarks of a submission’s letter',
    kept: 'number, kind, language, counts, state and instants',
    entries: ['letter_sent', 'letter_bounced'],
  },
  targets: {
    starts: 'closing',
    erased:
      'locators, owners, the platform’s ids, receipts and messages, notes on targets and decisions, also of earlier drafts and second reads, links to appeal, how an appeal named its item',
    kept: 'number, type, lane, grounds, countries, status, who decided and when; all counts, the digest that was approved',
    entries: [],
  },
  texts: {
    starts: 'closing',
    erased:
      'notes, comments, dialogues, reasons and what was asked with commands, also in the audit log and in what ops was told; what users were told, and statement, contact and reasons of appeals; with them `payload_key`',
    kept: 'who did what when, with the leaf of each entry; clocks with their receipts; signed submissions and yeses',
    entries: WRITTEN,
  },
  answers: {
    starts: 'closing',
    erased:
      'the first answers to requests about the notice, kept for their Idempotency-Key; with the first other kind at the latest',
    kept: 'caller, key, hash of the request, status: a repeat still makes no second notice',
    entries: [],
  },
  payload_key: {
    starts: 'closing',
    erased: 'the key of the notice: what Temporal and its backups hold of it cannot be read any more',
    kept: 'that there was one, and since when there is none',
    entries: [],
  },
  mails: {
    starts: 'rejection',
    erased: 'mails that a person rejected: the message with what it brought, addresses, subject, text, reason',
    kept: 'when it came, its SHA-256, that it was rejected, by whom and when',
    entries: [],
  },
  sign_ins: {
    starts: 'end',
    erased: 'ended sessions with their browsers; issuer, subject and browser in entries about sign-ins',
    kept: 'who signed in when',
    entries: ['sign_in'],
  },
  people: {
    starts: 'deactivation',
    erased:
      'by hand and by two people, not before this time: name, mail address, accounts, passkeys, settings and sessions of a person, their names in commands, yeses and entries about them, the key of their pseudonym',
    kept: 'their id and pseudonym, so that the log still says what one and the same person did',
    entries: ['person_saved', 'change_asked', 'key_created', 'key_revoked', 'key_claimed'],
  },
} as const satisfies Record<RetentionKind, RetentionFacts>;
