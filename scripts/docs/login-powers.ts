import type { GrantedLogin } from '../../registry/table-rights.js';
import type { Tables } from '../../registry/tables.js';

/** What keeps a false value written by a login from having effects outside. */
export type HeldBy =
  /** The reconciler finds it by comparing registry and workflow column by column. */
  | 'compared'
  /** It needs a signature or seal under a key that no login can open. */
  | 'signed'
  /** Row security, a trigger or a function of the owner lets only true values through. */
  | 'bounded'
  /** Internal to the process or recomputed; nothing outside depends on it. */
  | 'harmless'
  /** Nothing; SECURITY.md documents it. */
  | 'notified';

export interface Power {
  held: HeldBy;
  comes: string;
}

type Writer = 'worker' | 'enforcement' | 'watchdog' | 'mail';

const QUEUE: Power = {
  held: 'notified',
  comes: 'a mail of the desk is delayed, or sent again with the same Message-ID; the table holds no text',
};
const HEARTBEAT: Power = {
  held: 'notified',
  comes: 'a process appears alive or gone; the watchdog still detects clocks that do not fire',
};
const ENTRY: Power = { held: 'notified', comes: 'a false entry; no entry can be changed or deleted' };
const NAMES: Power = { held: 'harmless', comes: 'a pseudonym for a person who has none yet' };
const ALERT: Power = {
  held: 'bounded',
  comes: 'a false alert; it resolves only its own kinds, and open causes raise theirs again',
};
const COUNTS: Power = {
  held: 'harmless',
  comes: 'wrong counts on screen until the next refresh; letters and reports count rows',
};

/**
 * For each table that a login other than the API's may write, what a false value comes to outside (docs/operating/logins.md is printed from
 * it). A grant without a line does not pass the tests, nor does a line without a grant.
 */
export const LOGIN_POWERS: Readonly<Record<Writer, Readonly<Partial<Record<keyof Tables, Power>>>>> = {
  worker: {
    directory_message: QUEUE,
    break_glass_message: QUEUE,
    notification: QUEUE,
    push_device: { held: 'harmless', comes: 'a browser gets no more notifications; mails come all the same' },
    status_update: QUEUE,
    staff_message: QUEUE,
    notice: {
      held: 'compared',
      comes: 'lists and screens show it until the reconciler raises `divergence`, counts until their next refresh',
    },
    clock: {
      held: 'compared',
      comes:
        'screens and watchdog use it until the reconciler raises `divergence`; the workflow uses its own due times',
    },
    notice_link: { held: 'bounded', comes: 'deletes only the link of a refused command' },
    sender_check: { held: 'bounded', comes: 'deletes only the check of a refused command' },
    command: {
      held: 'bounded',
      comes:
        'a pending command appears refused or accepted; an accepted one stays so, and enforcement requires signatures',
    },
    audit_entry: ENTRY,
    audit_witness: {
      held: 'notified',
      comes: 'a witness gets checkpoints late; the API still signs only a tree that continues its own record',
    },
    pseudonym_key: NAMES,
    target: { held: 'signed', comes: 'enforcement acts only on rows of the signed digest' },
    clock_move: { held: 'harmless', comes: 'a move appears made or refused; the workflow keeps its due time' },
    submission: { held: 'signed', comes: 'enforcement requires the signed submission and approvals' },
    approval: {
      held: 'signed',
      comes: 'a false approval on screen until `divergence`; enforcement refuses it',
    },
    ratification: { held: 'signed', comes: 'a false ratification on screen; enforcement refuses it' },
    repair: { held: 'notified', comes: 'a requested retry is not sent' },
    repair_target: { held: 'notified', comes: 'as for `repair`' },
    letter: {
      held: 'signed',
      comes: 'a letter without a valid seal is rejected and raises `letter_unproven`; a sent letter can appear unsent',
    },
    proposal: { held: 'notified', comes: 'a false proposal on screen; only people act on it' },
    inbound_mail: { held: 'harmless', comes: 'a reply appears read; its alert stays' },
    alert: ALERT,
    outbox: {
      held: 'bounded',
      comes: 'the API verifies the approved cause of each act; the login cannot write commands',
    },
    release_check: {
      held: 'bounded',
      comes: 'a check appears passed; two people promote, and a notice that does not fit raises `workflow_stuck`',
    },
    worker_heartbeat: HEARTBEAT,
    worker_release: HEARTBEAT,
  },
  enforcement: {
    notice: COUNTS,
    audit_entry: ENTRY,
    pseudonym_key: NAMES,
    target: {
      held: 'notified',
      comes: 'the state on the platform appears different; this process holds the platform’s token anyway',
    },
    submission: { held: 'notified', comes: 'an approved submission appears enforced or not' },
    operation: { held: 'notified', comes: 'as for `target`; it cannot create an approval' },
    restriction_support: {
      held: 'notified',
      comes: 'a restriction appears in force or not; the drift check reads the platform',
    },
    proof: { held: 'notified', comes: 'the ledger appears proven' },
    repair: { held: 'notified', comes: 'a requested retry is not sent' },
    enforcement_pause: { held: 'harmless', comes: 'a false result of the comparison after a restore' },
    user_message: { held: 'notified', comes: 'a user appears notified or not; only the API writes texts' },
    content_request: {
      held: 'notified',
      comes: 'false content on screen; this process holds the platform’s token anyway',
    },
    alert: ALERT,
    worker_heartbeat: HEARTBEAT,
    worker_release: HEARTBEAT,
  },
  watchdog: {
    alert: ALERT,
    watchdog: {
      held: 'notified',
      comes: 'the watchdog appears alive; its external dead man’s switch still detects missing pings',
    },
    watchdog_page: { held: 'notified', comes: 'a page is delayed' },
  },
  mail: {
    inbound_mail: {
      held: 'bounded',
      comes: 'a false mail that waits for sorting; the API proves the sender, and sorted mail cannot be changed',
    },
    inbound_document: { held: 'bounded', comes: 'as for the mail: the API compares documents with the message itself' },
    worker_heartbeat: HEARTBEAT,
  },
};

/** What a login can do with only its password, beyond its table rights. */
export const LOGIN_ALONE: Readonly<Record<GrantedLogin | 'owner', string>> = {
  owner:
    'everything in the database; without keys, so its approvals and letters do not count, and the API signs no log that it rewrote',
  api: 'writes people, keys and sessions, so it can make itself an approver and use the API. It cannot sign, open the portal or change log entries',
  worker: 'reads gagged notices; no raw mail, no files',
  enforcement: 'reads gagged notices; its process holds the platform’s token',
  watchdog: 'reads gagged notices and the log',
  mail: 'reads and delays incoming mail; cannot prove a sender',
  reader: 'reads open notices, people and reports',
};
