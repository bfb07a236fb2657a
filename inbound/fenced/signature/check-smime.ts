import { simpleParser, type ParsedMail, type StructuredHeader } from 'mailparser';
import type { MailSignature } from '../../../domain/mail/read-mail.js';
import { EMAIL_PROTECTION, verifyCms, type CheckedAgainst, type CmsResult } from './verify-cms.js';
import { endOfHeaders } from '../headers.js';

const SIGNATURE = /^application\/(?:x-)?pkcs7-signature$/i;
const WITHIN = /^application\/(?:x-)?pkcs7-mime$/i;

export interface SmimeMail {
  raw: Buffer;
  mail: ParsedMail;
  /** The one address of From, or empty. */
  from: string;
}

/**
 * Checks the S/MIME signature of a message (RFC 8551), if any: it must cover the whole message and belong to the
 * address in From.
 */
export async function checkSmime(
  { raw, mail, from }: SmimeMail,
  against: Omit<CheckedAgainst, 'purposes'>,
): Promise<MailSignature | null> {
  const type = readContentType(mail);
  const parts = mail.attachments.map(({ contentType }) => contentType);
  if (WITHIN.test(type.value) || parts.some((part) => WITHIN.test(part)))
    return unheld('a signature that wraps its content (pkcs7-mime) is not supported');
  if (type.value !== 'multipart/signed')
    return parts.some((part) => SIGNATURE.test(part)) ? unheld('only a part of the message is signed') : null;
  if (!SIGNATURE.test(type.params['protocol'] ?? '')) return null;
  const cut = cutSigned(raw, type.params['boundary'] ?? '');
  if (cut === null) return unheld('it does not consist of one signed part and its signature');
  const brought = await simpleParser(cut.signature, { checksumAlgo: false });
  const [cms] = brought.attachments;
  if (cms === undefined || !SIGNATURE.test(cms.contentType)) return unheld('the signature part is missing');
  const found = await verifyCms(cms.content, cut.content, { ...against, purposes: [EMAIL_PROTECTION] });
  const problem = found.problem ?? (await shownElsewise(cut.content, mail)) ?? foreign(found, from);
  return { kind: 'smime', valid: problem === null, signer: formatWho(found), problem };
}

/** The shown content must match the signed content exactly, because other programs may split a message differently. */
async function shownElsewise(content: Buffer, mail: ParsedMail): Promise<string | null> {
  const alone = await simpleParser(content, { checksumAlgo: false, skipImageLinks: true, skipTextToHtml: true });
  const signedFiles = alone.attachments.map(({ content: bytes }) => bytes);
  const shownFiles = mail.attachments
    .filter(({ contentType }) => !SIGNATURE.test(contentType))
    .map(({ content: bytes }) => bytes);
  const isSame =
    (alone.text ?? '').trimEnd() === (mail.text ?? '').trimEnd() &&
    signedFiles.length === shownFiles.length &&
    signedFiles.every((bytes, place) => shownFiles[place]?.equals(bytes) === true);
  return isSame ? null : 'not all signed content is displayed';
}

/** A certificate for another address than From proves only that other person. */
function foreign({ emails }: CmsResult, from: string): string | null {
  if (from !== '' && emails.some((email) => email.toLowerCase() === from.toLowerCase())) return null;
  return 'its certificate is for a different address than From';
}

export function formatWho({ name, emails: [email] }: CmsResult): string | null {
  if (email === undefined) return name;
  return name === null || name === email ? email : `${name} <${email}>`;
}

function unheld(problem: string): MailSignature {
  return { kind: 'smime', valid: false, signer: null, problem };
}

function readContentType({ headers }: ParsedMail): { value: string; params: Record<string, string> } {
  // The parser returns this header in no other form.
  const { value = '', params = {} } = (headers.get('content-type') ?? {}) as Partial<StructuredHeader>;
  return { value: value.toLowerCase(), params };
}

/** The two parts of a fully signed message (RFC 8551, 3.5.3). */
interface SignedPart {
  /** The exact signed bytes: headers and body of the first part, with CRLF line ends. */
  content: Buffer;
  signature: Buffer;
}

/** Splits a `multipart/signed` message; null unless it has exactly two parts between closed boundaries. */
function cutSigned(raw: Buffer, boundary: string): SignedPart | null {
  const text = withMailLineEnds(raw.subarray(endOfHeaders(raw)).toString('latin1'));
  const mark = `--${boundary}`;
  const lines = [...text.matchAll(/[^\n]*(?:\n|$)/g)].filter(
    ([line]) => line.trimEnd() === mark || line.trimEnd() === `${mark}--`,
  );
  const [first, second, end] = lines;
  if (lines.length !== 3 || first === undefined || second === undefined || end === undefined) return null;
  if (second[0].trimEnd() !== mark || end[0].trimEnd() !== `${mark}--`) return null;
  const between = (from: RegExpMatchArray, to: RegExpMatchArray) =>
    // The line break before a boundary belongs to the boundary.
    Buffer.from(text.slice((from.index ?? 0) + from[0].length, (to.index ?? 0) - 2), 'latin1');
  return { content: between(first, second), signature: between(second, end) };
}

function withMailLineEnds(text: string): string {
  return text.replaceAll(/\r?\n/g, '\r\n');
}
