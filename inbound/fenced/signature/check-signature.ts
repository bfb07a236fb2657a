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
  /** File with the anchors (`MAIL_TRUST_FILE`); null: none are set. */
  trustFile: string | null;
  at: Date;
}

const PGP = ['application/pgp-signature', 'application/pgp-encrypted'];

/**
 * The signature that a message or its papers bring: S/MIME over the whole message, else of its signed PDFs the first that does not
 * hold, else the first. Nothing is fetched for it. OpenPGP is told and not checked.
 */
export async function checkSignature({
  raw,
  mail,
  from,
  trustFile,
  at,
}: CheckedMessage): Promise<MailSignature | null> {
  const anchors = trustFile === null ? [] : readAnchors(await readFile(trustFile, 'utf8'));
  const smime = await checkSmime({ raw, mail, from }, { anchors, at });
  if (smime !== null) return smime;
  if (isPgp(mail)) return { kind: 'pgp', valid: false, signer: null, problem: 'OpenPGP signatures are not checked' };
  const papers: MailSignature[] = [];
  for (const { filename, content } of mail.attachments) {
    const found = await checkPades({ name: filename ?? 'attachment', bytes: content }, { anchors, at });
    if (found !== null) papers.push(found);
  }
  return papers.find(({ valid }) => !valid) ?? papers[0] ?? null;
}

function isPgp({ attachments, text = '' }: ParsedMail): boolean {
  return (
    attachments.some(({ contentType }) => PGP.includes(contentType)) ||
    text.includes('-----BEGIN PGP SIGNED MESSAGE-----')
  );
}
