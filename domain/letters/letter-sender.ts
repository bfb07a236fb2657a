/** The legal sender of a letter: the company and one of its offices, never a person of the desk. */
export interface LetterSender {
  service: string;
  /** The company as registered (`company.yaml`). */
  company: string | null;
  address: readonly string[];
  /** Capacity in which it answers, like "provider of the hosting service Example". */
  capacity: string | null;
  signatory: string | null;
  replyTo: string | null;
}

export function createServiceSender(service: string): LetterSender {
  return { service, company: null, address: [], capacity: null, signatory: null, replyTo: null };
}
