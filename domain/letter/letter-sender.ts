/** Who speaks in a letter, in law: the company and an office of it, never a person of the desk. */
export interface LetterSender {
  /** What the service is called; it signs where no company is named. */
  service: string;
  /** The company as its register has it (`LETTER_COMPANY`). */
  company: string | null;
  /** Its address, a line each (`LETTER_ADDRESS`). */
  address: readonly string[];
  /** In what capacity it answers, like "provider of the hosting service Example" (`LETTER_CAPACITY`). */
  capacity: string | null;
  /** The office that signs, like "Head of Legal Requests" (`LETTER_SIGNATORY`). */
  signatory: string | null;
  /** Where answers go by mail or post, like a telephone or a mail address (`LETTER_REPLY_TO`). */
  replyTo: string | null;
}

/** A sender of whom only the name of the service is known. */
export function senderOf(service: string): LetterSender {
  return { service, company: null, address: [], capacity: null, signatory: null, replyTo: null };
}
