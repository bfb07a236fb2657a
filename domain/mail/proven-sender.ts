/** An answer of DNS as it was when a sender was checked. */
export interface DnsAnswer {
  name: string;
  type: string;
  /** As text; null: there is no such record, or no answer. */
  answer: string | null;
  /** RFC 3339. */
  at: string;
}

/**
 * What the API has found of a mail's sender, from the message itself and apart from the process that mail comes in by. Whatever
 * the desk does by itself with a mail, and whose word it is, goes by this alone.
 */
export interface ProvenSender {
  aligned: boolean;
  from: string;
  /** SHA-256 of the signature that proves it; null where nothing does. */
  proof: string | null;
  dns: readonly DnsAnswer[];
  at: string;
  /** What the mail process said otherwise; null: it said the same. */
  disputed: string | null;
}
