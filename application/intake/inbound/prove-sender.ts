import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { DnsAnswer, ProvenSender } from '../../../domain/mail/proven-sender.js';
import type { Authentication, MailFacts } from '../../../domain/mail/read-mail.js';
import type { MailDocument } from '../../../registry/mail/store-mail.js';
import { findRawUnsorted, type SortedRow } from '../../../registry/mail/sort-inbound.js';
import type { Connection } from '../../../registry/db.js';
import { runFenced } from '../../../sandbox/lists/fence.js';
import { READERS } from '../../../sandbox/lists/fenced-programs.js';
import type { SharedServices } from '../../services.js';

const MAX_LOOKUPS = 5;

interface Reread {
  messageId: string | null;
  from: string;
  subject: string;
  text: string;
  authentication: Authentication;
  facts: MailFacts;
  proof: string | null;
  again: boolean;
  dns: DnsAnswer[];
  documents: { name: string; mediaType: string; contentBase64: string }[];
}

export type MailContent = Pick<SortedRow, 'message_id' | 'from_address' | 'subject' | 'text' | 'facts'> & {
  documents: readonly Pick<MailDocument, 'name' | 'mediaType' | 'bytes'>[];
};

/**
 * Re-reads, in a sandboxed process, a message that the mail process attributes to an authority, and compares: the mail
 * process faces the internet and must not be the only one to say who sent a message. Other mails stay unproven. Throws
 * if DNS is unavailable, so that it is retried.
 */
export async function proveSender(
  { db, now, mailDnsFile }: Pick<SharedServices, 'db' | 'now' | 'mailDnsFile'>,
  mail: SortedRow,
  documents: MailContent['documents'],
): Promise<ProvenSender> {
  const none = { aligned: false, from: '', proof: null, dns: [], at: now().toISOString(), disputed: null };
  if (mail.authentication?.aligned !== true) return none;
  const read = await reread(db, mail, mailDnsFile);
  if (read === null) return { ...none, disputed: 'The message cannot be read again.' };
  if (read.again && !read.authentication.aligned && mail.sort_attempts < MAX_LOOKUPS)
    throw new Error('The sender of a mail cannot be looked up at the moment.');
  const { from, proof, dns, authentication } = read;
  const disputed = findDispute(read, { ...mail, documents });
  return { ...none, from, dns, proof, aligned: authentication.aligned && disputed === null, disputed };
}

async function reread(db: Connection, mail: SortedRow, dnsFile: string | null): Promise<Reread | null> {
  const raw = await findRawUnsorted(db, mail.id);
  if (raw === undefined) return null;
  const task = { envelope: mail.envelope, dnsFile, trustFile: null, mta: 'notice-desk' };
  const readable = dnsFile === null ? [] : [dnsFile];
  const text = await runFenced({ bytes: raw, reader: READERS.mail, task, readable, network: true });
  return text === null ? null : (JSON.parse(text) as Reread);
}

function findDispute(read: Reread, said: MailContent): string | null {
  if (!read.authentication.aligned) return 'No valid signature of its domain covers the message.';
  const documents = read.documents.map(({ contentBase64, ...document }) => ({
    ...document,
    bytes: Buffer.from(contentBase64, 'base64'),
  }));
  const { messageId, from, subject, text, facts } = read;
  const content = { message_id: messageId, from_address: from, subject, text, facts, documents };
  return isSameContent(content, said) ? null : 'The message differs from what was parsed from it.';
}

export function isSameContent(one: MailContent, other: MailContent): boolean {
  return isDeepStrictEqual(pickContent(one), pickContent(other));
}

function pickContent({ message_id, from_address, subject, text, facts, documents }: MailContent) {
  const { answers = [], automatic = false, bounce = null } = facts ?? {};
  const files = documents.map(({ name, mediaType, bytes }) => [
    name,
    mediaType,
    createHash('sha256').update(bytes).digest('hex'),
  ]);
  return JSON.parse(JSON.stringify({ message_id, from_address, subject, text, answers, automatic, bounce, files }));
}
