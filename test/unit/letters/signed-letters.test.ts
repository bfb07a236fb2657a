import { execFileSync, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { printLetter } from '../../../letters/pdf/print-letter.js';
import { applySignature, createLetterSigner, type SignerSettings } from '../../../letters/signing/letter-signer.js';
import { SignerError, TimestampError } from '../../../letters/signing/signer-error.js';
import {
  asCertified,
  startAuthority,
  type Authority,
  type Issued,
  type KeyKind,
} from '../../support/signing/openssl.js';
import { takeOut } from '../../support/signing/take-out.js';
import { startTimestampService, type Behaviour } from '../../support/signing/timestamp-service.js';
import { readFileSync } from 'node:fs';

const AT = new Date('2021-02-04T18:00:00Z');
const SIGNATURE_TIMESTAMP = '1.2.840.113549.1.9.16.2.14';
const sender = { ...createServiceSender('Example'), company: 'Example Ltd', replyTo: 'legal@platform.example' };
const pdf = printLetter({
  number: 'N-2021-000001',
  kind: 'push_back',
  subject: 'Items not acted upon [N-2021-000001]',
  text: 'Dear Sir or Madam,\n\nNo effect is given.',
  annex: [[1, 'account', '@a', 'overbroad', '']],
  language: 'en',
  state: 'sent',
});

let authority: Authority;
let signer: Issued;
let service: Awaited<ReturnType<typeof startTimestampService>>;
beforeAll(async () => {
  authority = startAuthority();
  signer = authority.issue('Example Ltd');
  service = await startTimestampService(authority, authority.issue('Clock', { purpose: 'timeStamping' }));
});
afterAll(async () => {
  await service.stop();
  authority.stop();
});

async function signWith(settings: SignerSettings, timestamped: boolean): Promise<Buffer> {
  const signature = await createLetterSigner({ ...settings, sender })?.sign(pdf, AT, { timestamped });
  if (signature === undefined) throw new Error('There is no signer.');
  return (await applySignature(pdf, signature)) ?? Buffer.alloc(0);
}

const timestamps = () => ({ url: service.url, trust: [readFileSync(authority.root, 'utf8')] });
const signTimestamped = () => signWith({ certified: asCertified(authority, signer), timestamps: timestamps() }, true);

/** `openssl cms -verify` with the chain to the root; throws if it fails. */
function verifyWithOpenssl(signed: Buffer): void {
  const { covered, cms } = takeOut(signed);
  const [content, signature] = [authority.write('covered', covered), authority.write('signature.der', cms)];
  const from = ['-inform', 'DER', '-in', signature, '-content', content, '-binary', '-CAfile', authority.root];
  authority.run('cms', '-verify', ...from, '-purpose', 'any', '-out', authority.place('verified'));
}

describe('letter signed with a certificate', () => {
  // OpenSSL 3.0 verifies no Ed25519 signature in CMS; letter-signer.test.ts does with Node.
  test.each<KeyKind>(['ec', 'rsa'])('is verified by OpenSSL with a key of type %s', async (key) => {
    const own = authority.issue(`Signer ${key}`, { key });
    const signed = await signWith({ certified: asCertified(authority, own) }, false);
    expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true);
    verifyWithOpenssl(signed);
    const changed = Buffer.from(signed);
    changed[200] = (changed[200] ?? 0) ^ 1;
    expect(() => verifyWithOpenssl(changed)).toThrow();
  });

  test('says nothing about a desk that certifies itself', async () => {
    const signed = await signWith({ certified: asCertified(authority, signer) }, false);
    expect(signed.toString('latin1')).not.toContain('/Reason');
  });

  test.each<[string, [number, number], RegExp]>([
    ['expired', [-20, -2], /CN=expired expired on/],
    ['early', [2, 20], /CN=early is not valid before/],
  ])('is refused with a certificate that is %s', async (name, days, message) => {
    const certified = asCertified(authority, authority.issue(name, { days }));
    await expect(signWith({ certified }, false)).rejects.toThrow(SignerError);
    await expect(signWith({ certified }, false)).rejects.toThrow(message);
  });

  test('is refused where the key belongs to another certificate', async () => {
    const { key } = asCertified(authority, authority.issue('Other'));
    const certified = { ...asCertified(authority, signer), key };
    await expect(signWith({ certified }, false)).rejects.toThrow('does not belong to their certificate');
  });

  const pdfsig = spawnSync('pdfsig', ['-v']);
  const withPdfsig = pdfsig.error === undefined ? test : test.skip;
  withPdfsig('is valid for the PDF reader Poppler', async () => {
    const file = authority.write('signed.pdf', await signTimestamped());
    const said = execFileSync('pdfsig', ['-nocert', file], { encoding: 'utf8' });
    expect(said).toContain('Signature is Valid.');
    expect(said).toContain('ETSI.CAdES.detached');
    expect(said).toContain('Total document signed');
  });
});

describe('letter with a timestamp', () => {
  test('carries a token over its signature that OpenSSL verifies', async () => {
    service.behave('answers');
    const signed = await signTimestamped();
    verifyWithOpenssl(signed);
    const [info] = takeOut(signed).data.signerInfos;
    const stamp = info?.unsignedAttrs?.find(({ attrType }) => attrType === SIGNATURE_TIMESTAMP)?.attrValues[0];
    const token = authority.write('token.der', Buffer.from(stamp ?? new ArrayBuffer(0)));
    const data = authority.write('stamped', Buffer.from(info?.signature.buffer ?? new ArrayBuffer(0)));
    const from = ['-token_in', '-in', token, '-data', data, '-CAfile', authority.root];
    expect(authority.run('ts', '-verify', ...from).toString()).toContain('Verification: OK');
  });

  test.each<[Behaviour, string]>([
    ['error_page', 'It answers with status 502 and text/html.'],
    ['refuses', 'It refuses, with status 2.'],
    ['wrong_nonce', 'wrong nonce'],
    ['wrong_imprint', 'for other content'],
    ['not_asn1', 'cannot be read'],
    ['hangs_up', 'cannot be reached'],
  ])('is not made from a service that %s', async (behaviour, message) => {
    service.behave(behaviour);
    await expect(signTimestamped()).rejects.toThrow(TimestampError);
    await expect(signTimestamped()).rejects.toThrow(message);
    service.behave('answers');
  });

  test('is not made with a service that another authority certified', async () => {
    const other = startAuthority();
    const trust = [readFileSync(other.root, 'utf8')];
    const certified = asCertified(authority, signer);
    await expect(signWith({ certified, timestamps: { url: service.url, trust } }, true)).rejects.toThrow(
      TimestampError,
    );
    other.stop();
  });
});

test('a stored signature goes on no other print', async () => {
  const signature = await createLetterSigner({ certified: asCertified(authority, signer), sender })?.sign(pdf, AT);
  expect(await applySignature(Buffer.concat([pdf, Buffer.from('\n')]), signature ?? raise())).toBeNull();
});

function raise(): never {
  throw new Error('There is no signature.');
}
