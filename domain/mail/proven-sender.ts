export interface DnsAnswer {
  name: string;
  type: string;
  answer: string | null;
  at: string;
}

/**
 * The API's own finding about a mail's sender, made from the message itself and independent of the inbound mail
 * process. Automatic acts on a mail, and its attribution, rely only on this.
 */
export interface ProvenSender {
  aligned: boolean;
  from: string;
  /** SHA-256 of the signature that proves it; null if none does. */
  proof: string | null;
  dns: readonly DnsAnswer[];
  at: string;
  /** The mail process's differing finding; null if it agreed. */
  disputed: string | null;
}
