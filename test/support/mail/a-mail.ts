import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';

/** A domain that signs its mail, in DNS as a file (`MAIL_DNS_FILE`). */
export interface SigningDomain {
  domain: string;
  key: KeyObject;
}

type Records = Record<string, Record<string, unknown[]>>;

export class TestDns {
  readonly records: Records = {};
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    this.save();
  }

  /**
   * Adds a domain with a key of that many bits, or an Ed25519 one, under the selector `s1`; `says` precedes the key in
   * its record.
   */
  add(
    domain: string,
    { bits = 2_048, kind = 'rsa', says = '' }: { bits?: number; kind?: 'rsa' | 'ed25519'; says?: string } = {},
  ): SigningDomain {
    const { privateKey, publicKey } =
      kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    // An Ed25519 key is published as its 32 bytes (RFC 8463).
    const key = (kind === 'rsa' ? spki : spki.subarray(-32)).toString('base64');
    this.records[`s1._domainkey.${domain}`] = { TXT: [`v=DKIM1; k=${kind}; ${says}p=${key}`] };
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

export interface MailParts {
  headers?: Record<string, string | undefined>;
  lines?: readonly string[];
  body?: string;
}

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

/** Signs a message as a domain does; `limit`: number of body bytes that are covered (`l=`). */
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
  // The top-level options that the types require are only read from the list. Without a time the signer reads the clock
  // twice, and a signature across a second boundary does not verify.
  const options = { ...one, signatureData: [one], headerList: headers.split(':'), signTime: new Date() };
  const { signatures, errors } = await dkimSign(Buffer.from(mail, 'latin1'), options);
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return signatures + mail;
}

/**
 * Signs a message by hand, as far from the standard as a test likes: `tags` replace, add or (null) remove tags of the
 * header. Canonicalization is simple/simple, so that the text is signed as it stands.
 */
export function signedAs(mail: string, by: SigningDomain, tags: Record<string, string | number | null> = {}): string {
  const [head = '', ...rest] = mail.split('\r\n\r\n');
  const isRsa = by.key.asymmetricKeyType === 'rsa';
  const algorithm = String(tags['a'] ?? (isRsa ? 'rsa-sha256' : 'ed25519-sha256'));
  const hash = algorithm.endsWith('sha1') ? 'sha1' : 'sha256';
  const body = `${rest.join('\r\n\r\n').replace(/(?:\r\n)*$/, '')}\r\n`;
  const signedBody = tags['l'] == null ? body : body.slice(0, Number(tags['l']));
  const all = {
    v: 1,
    a: algorithm,
    c: 'simple/simple',
    d: by.domain,
    s: 's1',
    h: 'from:to:subject:date:message-id:content-type',
    bh: createHash(hash).update(signedBody, 'latin1').digest('base64'),
    ...tags,
  };
  const list = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
  const header = `DKIM-Signature: ${[...list, 'b='].join('; ')}`;
  const lines = head.split('\r\n');
  // Without `h=` a verifier may use a list of its own.
  const covered = tags['h'] === null ? MAILAUTH_ORDER : all.h.split(':');
  const chosen = covered.flatMap((name) => lines.findLast((line) => line.toLowerCase().startsWith(`${name}:`)) ?? []);
  const data = Buffer.from([...chosen, header].join('\r\n'), 'latin1');
  const signature = isRsa ? sign(hash, data, by.key) : sign(null, createHash('sha256').update(data).digest(), by.key);
  return `${header}${signature.toString('base64')}\r\n${mail}`;
}

/** The list that mailauth uses without `h=`, as far as `aMail` has these headers. */
const MAILAUTH_ORDER = ['from', 'subject', 'date', 'message-id', 'to', 'mime-version', 'content-type'];

export function multipart(parts: readonly string[], { type = 'mixed', boundary = 'b1' } = {}): MailParts {
  const body = [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join('');
  return { headers: { 'Content-Type': `multipart/${type}; boundary="${boundary}"` }, body };
}

export function attachment(name: string, type: string, content: string | Buffer): string {
  const bytes = Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n');
  return `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes}`;
}

export const text = (words: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${words}`;

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
