import { runFenced } from '../sandbox/lists/fence.js';
import { READERS } from '../sandbox/lists/fenced-programs.js';
import type { DnsAnswer } from '../domain/mail/proven-sender.js';
import { UNPROVEN, type MailEnvelope } from '../domain/mail/read-mail.js';
import type { MailRead } from '../registry/mail/store-mail.js';

export interface MailTask {
  envelope: MailEnvelope;
  /** File that replaces DNS; null: the system's resolver. */
  dnsFile: string | null;
  trustFile: string | null;
  mta: string;
}

export interface FencedAttachment {
  name: string;
  mediaType: string;
  contentBase64: string;
}

export interface FencedMail extends Omit<MailRead, 'proofSha256' | 'documents'> {
  proof: string | null;
  dns: DnsAnswer[];
  again: boolean;
  documents: FencedAttachment[];
}

/**
 * Reads a message in a separate sandboxed process (sandbox/lists/fence.ts); null if it exceeded its time or memory
 * limit.
 */
export async function readFencedMail(raw: Buffer, task: MailTask): Promise<FencedMail | null> {
  const text = await runFenced({
    bytes: raw,
    reader: READERS.mail,
    task,
    readable: listReadableFiles(task),
    network: true,
  });
  if (text === null) return null;
  const read: FencedMail = JSON.parse(text);
  return read;
}

export function listReadableFiles({ dnsFile, trustFile }: MailTask): string[] {
  return [dnsFile, trustFile].flatMap((file) => (file === null ? [] : [file]));
}

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
  documents: [],
};
