import { domainToASCII } from 'node:url';
import { simpleParser, type AddressObject, type ParsedMail, type Attachment } from 'mailparser';
import { isPlainAddress } from '../../domain/letters/mail-address.js';
import { aligning, ofItsDomain } from '../../domain/mail/align.js';
import type { Authentication, MailFacts } from '../../domain/mail/read-mail.js';
import type { FencedMail, MailTask, FencedAttachment } from '../read-fenced.js';
import { checkSender, type CheckedSender } from './check-sender.js';
import { readBounce } from './read-bounce.js';
import { listHeaderNames, repeatedIn } from './headers.js';
import { isAutomaticMessage } from './is-automatic.js';
import { idsIn, toStorableText } from './plain.js';
import { checkSignature } from './signature/check-signature.js';

const MAX_TEXT = 200_000;
const MAX_SUBJECT = 500;
const MAX_ANSWERS = 50;

/** Reads a message's content, sender and attachments; fetches and opens nothing. */
export async function readMessage(raw: Buffer, task: MailTask): Promise<FencedMail> {
  const mail = await simpleParser(raw, {
    skipImageLinks: true,
    skipTextToHtml: true,
    keepDeliveryStatus: true,
    checksumAlgo: false,
    maxHtmlLengthToParse: 1024 * 1024,
    maxInlinedImagesSize: 1,
  });
  const names = listHeaderNames(raw);
  const sender = await checkSender(raw, task);
  const { from, proof, problems } = identifySender(mail, { names, sender });
  const documents = toDocuments(mail);
  const signature = await checkSignature({ raw, mail, from, trustFile: task.trustFile, at: new Date() });
  const authentication: Authentication = { ...sender.words, aligned: proof !== undefined, signature };
  const facts: MailFacts = {
    answers: listAnsweredIds(mail),
    automatic: isAutomaticMessage(mail, task.envelope),
    bounce: readBounce(mail),
    replyTo: (mail.replyTo?.value ?? []).flatMap(({ address }) => address ?? []).slice(0, 10),
    problems: [...problems, ...documents.problems],
  };
  return {
    messageId: idIn(mail.messageId),
    from,
    subject: toStorableText(mail.subject ?? '')
      .slice(0, MAX_SUBJECT)
      .toWellFormed(),
    text: toStorableText(mail.text ?? '')
      .trimEnd()
      .slice(0, MAX_TEXT)
      .toWellFormed(),
    authentication,
    facts,
    proof: proof?.id ?? null,
    dns: sender.dns,
    again: sender.away,
    documents: documents.kept,
  };
}

function identifySender(mail: ParsedMail, { names, sender }: { names: readonly string[]; sender: CheckedSender }) {
  const headers = names.filter((name) => name === 'from').length;
  const addresses = addressesIn(mail.from);
  const [one = ''] = addresses;
  const others = sender.from.map(inAscii);
  const agreed = addresses.length === others.length && one.toLowerCase() === (others[0] ?? '').toLowerCase();
  const repeated = repeatedIn(names);
  const problems = [
    ...(headers === 1 ? [] : [`${headers} From headers`]),
    ...(addresses.length === 1 ? [] : [`${addresses.length} addresses in From`]),
    ...(agreed ? [] : ['From can be read in two ways']),
    ...(one === '' || isPlainAddress(one) ? [] : ['From is no plain address']),
    ...repeated.map((name) => `several ${name} headers`),
  ];
  const facts = { headers, addresses, organisation: sender.organisation };
  const proof = problems.length === 0 ? aligning(facts, sender.signatures) : undefined;
  const refused = proof === undefined ? ofItsDomain(facts, sender.signatures) : [];
  return {
    from: headers === 1 && addresses.length === 1 ? toStorableText(one).slice(0, 254) : '',
    proof,
    problems: [
      ...problems,
      ...refused.flatMap(({ domain, problem }) =>
        problem === null ? [] : [`the signature of ${domain} does not count: ${problem}`],
      ),
    ],
  };
}

function addressesIn(header: AddressObject | undefined): string[] {
  const all = (header?.value ?? []).flatMap(({ group, ...one }) => group ?? [one]);
  return all.flatMap(({ address }) => (address === undefined || address === '' ? [] : [inAscii(address)]));
}

function inAscii(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const host = domainToASCII(address.slice(at));
  return host === '' ? address : address.slice(0, at) + host;
}

function listAnsweredIds({ inReplyTo = '', references = [] }: ParsedMail): string[] {
  const before = [references].flat().join(' ');
  return [...new Set([...idsIn(inReplyTo), ...idsIn(before).toReversed()])].slice(0, MAX_ANSWERS);
}

function idIn(text: string | undefined): string | null {
  return text === undefined ? null : (idsIn(text)[0] ?? null);
}

const MAX_DOCUMENTS = 50;
const MAX_NAME = 200;

function toDocuments({ attachments }: ParsedMail): { kept: FencedAttachment[]; problems: string[] } {
  const kept = attachments.slice(0, MAX_DOCUMENTS).map(toDocument);
  const left = attachments.length - kept.length;
  return { kept, problems: left > 0 ? [`${left} more attachments are only in the raw message`] : [] };
}

function toDocument({ filename, contentType, content }: Attachment, index: number): FencedAttachment {
  const name = toStorableText(filename ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
    .split(/[\\/]/)
    .at(-1)
    ?.trim()
    .slice(0, MAX_NAME);
  return {
    name: name === undefined || name === '' ? `attachment-${index + 1}` : name,
    mediaType: /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(contentType)
      ? contentType
      : 'application/octet-stream',
    contentBase64: content.toString('base64'),
  };
}
