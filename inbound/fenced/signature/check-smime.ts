import { simpleParser, type ParsedMail, type StructuredHeader } from 'mailparser';
import type { MailSignature } from '../../../domain/mail/read-mail.js';
import { cutSigned } from './signed-part.js';
import { EMAIL_PROTECTION, verifyCms, type CheckedAgainst, type CmsResult } from './verify-cms.js';

const SIGNATURE = /^application\/(?:x-)?pkcs7-signature$/i;
const WITHIN = /^application\/(?:x-)?pkcs7-mime$/i;

/** What a message is, as far as its S/MIME signature goes. */
export interface SmimeMail {
  raw: Buffer;
  mail: ParsedMail;
  /** The one address of From, or empty. */
  from: string;
}

/** Checks the S/MIME signature of a message (RFC 8551), where it has one: over all of it, by whom From names. */
export async function checkSmime(
  { raw, mail, from }: SmimeMail,
  against: Omit<CheckedAgainst, 'purposes'>,
): Promise<MailSignature | null> {
  const type = contentTypeOf(mail);
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
  return { kind: 'smime', valid: problem === null, signer: sayWho(found), problem };
}

/** What a reader sees has to be what is signed, to the letter: other programs may cut a message otherwise. */
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

/** A certificate of somebody else than From names proves that somebody else. */
function foreign({ emails }: CmsResult, from: string): string | null {
  if (from !== '' && emails.some((email) => email.toLowerCase() === from.toLowerCase())) return null;
  return 'its certificate is for a different address than From';
}

/** A name with its address, as far as the certificate has them. */
export function sayWho({ name, emails: [email] }: CmsResult): string | null {
  if (email === undefined) return name;
  return name === null || name === email ? email : `${name} <${email}>`;
}

/** A signature that was not checked, with why. */
function unheld(problem: string): MailSignature {
  return { kind: 'smime', valid: false, signer: null, problem };
}

/** The content type in small letters, with its parameters. */
function contentTypeOf({ headers }: ParsedMail): { value: string; params: Record<string, string> } {
  // The parser gives this header in no other form.
  const { value = '', params = {} } = (headers.get('content-type') ?? {}) as Partial<StructuredHeader>;
  return { value: value.toLowerCase(), params };
}
