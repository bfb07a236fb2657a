import { readFile } from 'node:fs/promises';
import type { ParsedMail } from 'mailparser';
import type { MailSignature } from '../../../domain/mail/read-mail.js';
import { checkPades } from './check-pades.js';
import { checkSmime } from './check-smime.js';
import { readAnchors } from './verify-cms.js';

export interface CheckedMessage {
  raw: Buffer;
  mail: ParsedMail;
  from: string;
  trustFile: string | null;
  at: Date;
}

const PGP = ['application/pgp-signature', 'application/pgp-encrypted'];

/**
 * Checks the signature of a message or its documents, fetching nothing: S/MIME over the whole message, else the first
 * invalid PDF signature, else the first. OpenPGP is reported but not verified.
 */
export async function checkSignature(message: CheckedMessage): Promise<MailSignature | null> {
  const { raw, mail, from, trustFile, at } = message;
  const anchors = trustFile === null ? [] : readAnchors(await readFile(trustFile, 'utf8'));
  const smime = await checkSmime({ raw, mail, from }, { anchors, at });
  if (smime !== null) return smime;
  if (isPgp(mail)) return { kind: 'pgp', valid: false, signer: null, problem: 'OpenPGP signatures are not checked' };
  const documents: MailSignature[] = [];
  for (const { filename, content } of mail.attachments) {
    const found = await checkPades({ name: filename ?? 'attachment', bytes: content }, { anchors, at });
    if (found !== null) documents.push(found);
  }
  return documents.find(({ valid }) => !valid) ?? documents[0] ?? null;
}

function isPgp({ attachments, text = '' }: ParsedMail): boolean {
  return (
    attachments.some(({ contentType }) => PGP.includes(contentType)) ||
    text.includes('-----BEGIN PGP SIGNED MESSAGE-----')
  );
}
