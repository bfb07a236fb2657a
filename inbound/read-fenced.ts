import { runFenced } from '../client/lists/fence.js';
import { READERS } from '../client/lists/fenced-programs.js';
import type { DnsAnswer } from '../domain/mail/proven-sender.js';
import { UNPROVEN, type MailEnvelope } from '../domain/mail/read-mail.js';
import type { MailRead } from '../registry/mail/keep-mail.js';

/** What a reader is told beside the message. */
export interface MailTask {
  envelope: MailEnvelope;
  /** File that stands for DNS; null: the system's resolver. */
  dnsFile: string | null;
  /** File with the certificates that signatures have to lead to (PEM); null: none. */
  trustFile: string | null;
  /** What we are called in checks. */
  mta: string;
}

export interface FencedPaper {
  name: string;
  mediaType: string;
  contentBase64: string;
}

/** What the fenced process makes of a message. */
export interface FencedMail extends Omit<MailRead, 'proofSha256' | 'papers'> {
  /** Hash of the signature that proves the sender. */
  proof: string | null;
  /** What DNS answered when its sender was checked. */
  dns: DnsAnswer[];
  /** Its sender could not be looked up just now. */
  again: boolean;
  papers: FencedPaper[];
}

/** Reads a message in a process of its own (client/lists/fence.ts); null where it took more time or memory than it may. */
export async function readFencedMail(raw: Buffer, task: MailTask): Promise<FencedMail | null> {
  const text = await runFenced({ bytes: raw, reader: READERS.mail, task, readable: filesOf(task), network: true });
  if (text === null) return null;
  const read: FencedMail = JSON.parse(text);
  return read;
}

/** Files that the reader of a message may read beside its own program; it asks DNS, so it has a network. */
export function filesOf({ dnsFile, trustFile }: MailTask): string[] {
  return [dnsFile, trustFile].flatMap((file) => (file === null ? [] : [file]));
}

/** What is kept of a message that nothing could be made of: it is held, whole, for a person. */
export const UNREADABLE: FencedMail = {
  messageId: null,
  from: '',
  subject: '',
  text: '',
  authentication: UNPROVEN,
  facts: {
    answers: [],
    automatic: false,
    bounce: null,
    replyTo: [],
    problems: ['parsing exceeds the time or memory limit for a message'],
  },
  proof: null,
  dns: [],
  again: false,
  papers: [],
};
