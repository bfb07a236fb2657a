/** What was found about who sent a mail, by the names of RFC 8601. Nothing of it is what the mail says of itself. */
export interface Authentication {
  spf: string;
  dkim: string;
  dmarc: string;
  arc: string;
  /**
   * A DKIM signature of the From domain or its organisational domain holds, over the whole body, by a key of at least 1,024
   * bits, and there is one From with one address. SPF alone is not enough.
   */
  aligned: boolean;
  signature: MailSignature | null;
}

/** A signature within the message. */
export interface MailSignature {
  kind: 'smime' | 'pgp' | 'pades';
  valid: boolean;
  signer: string | null;
  problem: string | null;
}

export const UNPROVEN: Authentication = {
  spf: 'none',
  dkim: 'none',
  dmarc: 'none',
  arc: 'none',
  aligned: false,
  signature: null,
};

/** A delivery status report (RFC 3464): whom a mail did not reach, and which one. */
export interface Bounce {
  /** Recipients for whom delivery has failed for good, in small letters. */
  failed: string[];
  /** Message-IDs of the mail that came back. */
  returned: string[];
  /** What the other side said, in one line. */
  diagnostic: string;
}

/** What else the headers say. All of it is the sender's own word. */
export interface MailFacts {
  /** Message-IDs of In-Reply-To, then of References from the last to the first. */
  answers: string[];
  /** Nobody wrote it: an automatic answer, a list, a report. */
  automatic: boolean;
  bounce: Bounce | null;
  replyTo: string[];
  /** What is odd about its form, in words for people. */
  problems: string[];
}

export const NO_FACTS: MailFacts = { answers: [], automatic: false, bounce: null, replyTo: [], problems: [] };

export const INBOUND_STATES = ['held', 'taken', 'joined', 'rejected'] as const;
export type InboundState = (typeof INBOUND_STATES)[number];

/** As it is shown: `unread` until it was read and sorted; what is known until then is its own word. */
export const SHOWN_STATES = ['unread', ...INBOUND_STATES] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export const PROPOSED_KINDS = ['new_notice', 'reply', 'bounce', 'automatic', 'other'] as const;
export type ProposedKind = (typeof PROPOSED_KINDS)[number];

/** Whether a program wrote it as far as the desk sees: people confirm before they make a notice of it. */
export function isAutomaticMail({ kind, facts }: { kind: ProposedKind; facts: MailFacts | null }): boolean {
  return kind === 'bounce' || kind === 'automatic' || facts?.automatic === true || facts?.bounce != null;
}

/** How a mail came: handed over to our listener, read from a mailbox, or no mail at all: an answer by the portal. */
export const MAIL_WAYS = ['smtp', 'imap', 'portal'] as const;
export type MailWay = (typeof MAIL_WAYS)[number];

/** What the server said that handed a mail over; of one from a mailbox nothing. */
export interface MailEnvelope {
  from: string | null;
  to: string[];
  ip: string | null;
  helo: string | null;
}
