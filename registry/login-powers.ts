import type { GrantedLogin } from './grants.js';
import type { Tables } from './tables.js';

/** What stands between a false value that a login writes and the world outside. */
export type HeldBy =
  /** The comparison of registry and workflow finds it, column by column. */
  | 'compared'
  /** It counts only with a signature or seal under a key that no login can open. */
  | 'signed'
  /** Row security, a trigger or a function of the owner's lets only true values through. */
  | 'bounded'
  /** It is of the process itself, or is counted again: nothing outside goes by it. */
  | 'harmless'
  /** Nothing: SECURITY.md says so. */
  | 'told';

export interface Power {
  held: HeldBy;
  /** What a false value comes to. */
  comes: string;
}

type Writer = 'worker' | 'enforcement' | 'watchdog' | 'mail';

const QUEUE: Power = {
  held: 'told',
  comes: 'a mail of the desk is held back or sent again under the same Message-ID; its text is not there',
};
const BEAT: Power = {
  held: 'told',
  comes: 'a process seems alive or gone; the watchdog sees clocks that do not act all the same',
};
const ENTRY: Power = { held: 'told', comes: 'an entry that nobody caused; none can be changed or taken away' };
const NAMES: Power = { held: 'harmless', comes: 'a pseudonym of somebody who has none yet' };
const ALERT: Power = {
  held: 'bounded',
  comes: 'an alert too many; it resolves the kinds that it owns alone, and open causes raise theirs again',
};
const COUNTS: Power = {
  held: 'harmless',
  comes: 'counts on screen until the next refresh; letters and reports count rows',
};

/**
 * For each table that a login other than the API's may write, what a false value comes to outside (docs/logins.md is printed from
 * it). A grant without a line does not pass the tests, nor does a line without a grant.
 */
export const LOGIN_POWERS: Readonly<Record<Writer, Readonly<Partial<Record<keyof Tables, Power>>>>> = {
  worker: {
    directory_message: QUEUE,
    glass_message: QUEUE,
    assignment_message: QUEUE,
    status_update: QUEUE,
    staff_message: QUEUE,
    notice: {
      held: 'compared',
      comes:
        'lists and screens show it until a round of the reconciler raises `divergence`; counts until their next refresh',
    },
    clock: {
      held: 'compared',
      comes:
        'screens and watchdog go by it until a round of the reconciler raises `divergence`; the workflow acts by its own dues',
    },
    notice_link: { held: 'bounded', comes: 'a link goes only with the refused command that had made it' },
    sender_check: { held: 'bounded', comes: 'a check goes only with the refused command that had made it' },
    command: {
      held: 'bounded',
      comes:
        'a command that waits seems refused or accepted; what was accepted stays so, and enforcement asks for signatures',
    },
    audit_entry: ENTRY,
    audit_witness: {
      held: 'told',
      comes: 'a witness gets checkpoints late; what the API signs next has to continue what it remembers',
    },
    pseudonym_key: NAMES,
    target: { held: 'signed', comes: 'enforcement acts on the rows of the signed digest alone, and refuses others' },
    clock_move: { held: 'harmless', comes: 'a move seems made or refused; the due is the workflow’s' },
    submission: { held: 'signed', comes: 'enforcement asks for the signed submission and approvals' },
    approval: {
      held: 'signed',
      comes: 'an approval on screen until the reconciler’s `divergence`; enforcement refuses it',
    },
    ratification: { held: 'signed', comes: 'a ratification on screen; enforcement refuses it' },
    repair: { held: 'told', comes: 'a retry that people asked for does not go out' },
    repair_target: { held: 'told', comes: 'as of a repair' },
    letter: {
      held: 'signed',
      comes: 'a letter without the seal is set aside and raises `letter_unproven`; one that is sent may seem not to be',
    },
    proposal: { held: 'told', comes: 'a proposal on screen that nobody made; nothing follows from it without people' },
    inbound_mail: { held: 'harmless', comes: 'a reply seems read; its alert stays' },
    attention: ALERT,
    outbox: { held: 'bounded', comes: 'acts whose approved cause the API looks up; it writes no command' },
    worker_beat: BEAT,
    worker_release: BEAT,
  },
  enforcement: {
    notice: COUNTS,
    audit_entry: ENTRY,
    pseudonym_key: NAMES,
    target: { held: 'told', comes: 'what the platform holds seems otherwise; it holds the platform’s token anyway' },
    submission: { held: 'told', comes: 'an approved submission seems carried out or not' },
    operation: { held: 'told', comes: 'as of targets; it cannot make an approval' },
    restriction_support: { held: 'told', comes: 'something seems in force or not; the drift check reads the platform' },
    proof: { held: 'told', comes: 'the ledger seems proven' },
    repair: { held: 'told', comes: 'a retry that people asked for does not go out' },
    enforcement_pause: { held: 'harmless', comes: 'what a comparison found after a restore' },
    user_message: { held: 'told', comes: 'a user seems notified or not; texts are the API’s' },
    attention: ALERT,
    worker_beat: BEAT,
    worker_release: BEAT,
  },
  watchdog: {
    attention: ALERT,
    watchdog: { held: 'told', comes: 'the watchdog seems to look; whoever pages by its pings sees that they stop' },
    watchdog_page: { held: 'told', comes: 'a page is held back' },
  },
  mail: {
    inbound_mail: {
      held: 'bounded',
      comes: 'a mail that waits to be sorted; who sent it counts as the API finds it, and sorted mail it cannot change',
    },
    inbound_paper: { held: 'bounded', comes: 'as of the mail: the API compares documents with the message itself' },
    worker_beat: BEAT,
  },
};

/** What a login can do with nothing but its password, beside what its tables say. */
export const LOGIN_ALONE: Readonly<Record<GrantedLogin | 'owner', string>> = {
  owner:
    'everything in the database; it has no key, so that no approval, letter or log that it writes counts, and the API signs no log that it has rewritten',
  api: 'writes people, keys and sessions: makes itself an approver and asks the API like anybody. It signs nothing itself, opens no portal, and changes no entry of the log',
  worker: 'reads gagged subjects; no raw mail, no files',
  enforcement: 'the same reading; the process beside it holds the platform’s token',
  watchdog: 'reads gagged subjects and the log',
  mail: 'reads and holds back mail that comes in; proves no sender',
  reader: 'reads open notices, people and reports',
};
