/** Findings about a mail's sender, named as in RFC 8601. None of them is taken from the mail's own claims. */
export interface Authentication {
  spf: string;
  dkim: string;
  dmarc: string;
  arc: string;
  /**
   * A DKIM signature of the From domain or its organisational domain is valid, over the whole body, with a key of at
   * least 1,024 bits, and there is one From with one address. SPF alone is not enough.
   */
  aligned: boolean;
  signature: MailSignature | null;
}

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

/** A delivery status report (RFC 3464): the recipients that a mail did not reach, and the mail. */
export interface Bounce {
  failed: string[];
  returned: string[];
  diagnostic: string;
}

/** Further header facts; all of them are the sender's own claims. */
export interface MailFacts {
  /** Message-IDs of In-Reply-To, then of References from last to first. */
  answers: string[];
  automatic: boolean;
  bounce: Bounce | null;
  replyTo: string[];
  problems: string[];
}

export const NO_FACTS: MailFacts = { answers: [], automatic: false, bounce: null, replyTo: [], problems: [] };

export const INBOUND_STATES = ['held', 'accepted', 'attached', 'rejected'] as const;
export type InboundState = (typeof INBOUND_STATES)[number];

/** States as shown: `unread` until the mail is read and sorted; until then everything known is its own claim. */
export const SHOWN_STATES = ['unread', ...INBOUND_STATES] as const;
export type ShownState = (typeof SHOWN_STATES)[number];

export const PROPOSED_KINDS = ['new_notice', 'reply', 'bounce', 'automatic', 'other'] as const;
export type ProposedKind = (typeof PROPOSED_KINDS)[number];

/** Whether a program seems to have written the mail: a person must confirm before it becomes a notice. */
export function isAutomaticMail({ kind, facts }: { kind: ProposedKind; facts: MailFacts | null }): boolean {
  return kind === 'bounce' || kind === 'automatic' || facts?.automatic === true || facts?.bounce != null;
}

/** How a mail arrived: by SMTP, from an IMAP mailbox, or as an answer in the portal (no mail at all). */
export const MAIL_WAYS = ['smtp', 'imap', 'portal'] as const;
export type MailWay = (typeof MAIL_WAYS)[number];

/** The SMTP envelope of the delivering server; empty for a mail from a mailbox. */
export interface MailEnvelope {
  from: string | null;
  to: string[];
  ip: string | null;
  helo: string | null;
}
