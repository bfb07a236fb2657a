import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

/** A domain that signs its mail, in DNS as a file (`MAIL_DNS_FILE`). */
export interface SigningDomain {
  domain: string;
  key: KeyObject;
}

type Records = Record<string, Record<string, unknown[]>>;

/** DNS of the tests: domains that sign, with SPF and DMARC. */
export class TestDns {
  readonly records: Records = {};
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    this.save();
  }

  /** A domain with a key of so many bits under the selector `s1`. */
  add(domain: string, { bits = 2_048 }: { bits?: number } = {}): SigningDomain {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    this.records[`s1._domainkey.${domain}`] = { TXT: [`v=DKIM1; k=rsa; p=${key}`] };
    this.records[`_dmarc.${domain}`] = { TXT: ['v=DMARC1; p=reject'] };
    this.records[domain] = { TXT: ['v=spf1 ip4:127.0.0.1 -all'] };
    this.save();
    return { domain, key: privateKey };
  }

  save(): void {
    writeFileSync(this.path, JSON.stringify(this.records));
  }
}

let mails = 0;

/** Header lines in order and a body; lines end as mail's do. */
export interface MailParts {
  headers?: Record<string, string | undefined>;
  /** Further lines after them, as they are. */
  lines?: readonly string[];
  body?: string;
}

/** A plain message from an officer to the desk. */
export function aMail({ headers = {}, lines = [], body = 'Please see below.\r\n' }: MailParts = {}): string {
  mails += 1;
  const all: Record<string, string | undefined> = {
    From: 'Officer <officer@meity.example>',
    To: 'notices@desk.example',
    Subject: `Direction ${mails}`,
    Date: 'Sat, 28 Nov 2026 10:00:00 +0530',
    'Message-ID': `<m${mails}@meity.example>`,
    'MIME-Version': '1.0',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const written = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [...written, ...lines, '', body].join('\r\n');
}

/** Signs a message as a domain does; `limit`: it covers so many bytes of the body (`l=`). */
export async function signed(
  mail: string,
  by: SigningDomain,
  { limit, headers = 'from:to:subject:date:message-id:content-type' }: { limit?: number; headers?: string } = {},
): Promise<string> {
  const privateKey = by.key.export({ type: 'pkcs8', format: 'pem' }).toString();
  const one = {
    signingDomain: by.domain,
    selector: 's1',
    privateKey,
    algorithm: 'rsa-sha256',
    canonicalization: 'relaxed/relaxed',
    ...(limit === undefined ? {} : { maxBodyLength: limit }),
  };
  // What its types ask for at the top is read from the list alone.
  // Without a time the signer asks the clock twice, and what it signs across a second does not verify.
  const options = { ...one, signatureData: [one], headerList: headers.split(':'), signTime: new Date() };
  const { signatures, errors } = await dkimSign(Buffer.from(mail, 'latin1'), options);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return signatures + mail;
}

/** Parts of a message between boundaries, each with its own headers. */
export function multipart(parts: readonly string[], { type = 'mixed', boundary = 'b1' } = {}): MailParts {
  const body = [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join('');
  return { headers: { 'Content-Type': `multipart/${type}; boundary="${boundary}"` }, body };
}

/** An attachment. */
export function attachment(name: string, type: string, content: string | Buffer): string {
  const bytes = Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes}`;
}

export const text = (words: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${words}`;

/** A delivery status report that a letter has not reached somebody. */
export function aBounce({
  messageId,
  to,
  action = 'failed',
}: {
  messageId: string;
  to: string;
  action?: string;
}): string {
  const report = multipart(
    [
      text('Your message could not be delivered.'),
      `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; ${to}\r\nAction: ${action}\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 No such user\r\n`,
      `Content-Type: text/rfc822-headers\r\n\r\nFrom: desk@desk.example\r\nMessage-ID: ${messageId}\r\nSubject: ours\r\n`,
    ],
    { type: 'report; report-type=delivery-status' },
  );
  return aMail({
    ...report,
    headers: {
      From: 'MAILER-DAEMON@mx.example',
      Subject: 'Undelivered',
      'Auto-Submitted': 'auto-replied',
      ...report.headers,
    },
  });
}
