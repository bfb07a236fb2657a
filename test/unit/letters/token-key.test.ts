import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verify, X509Certificate } from 'node:crypto';
import { toEcdsaSequence } from '../../../letters/signing/pkcs11.js';
import { openSigningKey } from '../../../letters/signing/signing-key.js';
import { asCertified, startAuthority, type Authority, type KeyKind } from '../../support/signing/openssl.js';

/** Debian package softhsm2. */
const MODULE = '/usr/lib/softhsm/libsofthsm2.so';
const CONTENT = Buffer.from('content');
let authority: Authority;
beforeAll(() => {
  authority = startAuthority();
});
afterAll(() => authority.stop());

const withPin = (certified: ReturnType<typeof asCertified>, token: object) => ({
  chain: certified.chain,
  key: { pkcs11: { module: MODULE, token: 'desk', key: 'letters', pin: '1234', ...token } },
});

test('a library that cannot be loaded is an error that names it', async () => {
  const certified = asCertified(authority, authority.issue('Lost'));
  const key = openSigningKey(withPin(certified, { module: '/nowhere/pkcs11.so' }));
  await expect(key.sign(CONTENT)).rejects.toThrow(/\/nowhere\/pkcs11\.so is no usable PKCS#11 library|not installed/);
});

test('ECDSA numbers are written as DER, whatever their first bits', () => {
  expect(toEcdsaSequence(Buffer.from('00010002', 'hex')).toString('hex')).toBe('3006020101020102');
  expect(toEcdsaSequence(Buffer.from('80000000', 'hex')).toString('hex')).toBe('30080203008000020100');
});

// Needs a token, so it runs where SoftHSM is installed.
const isInstalled = existsSync(MODULE) && spawnSync('softhsm2-util', ['--version']).error === undefined;
(isInstalled ? describe : describe.skip)('key in a SoftHSM token', () => {
  beforeAll(() => {
    const conf = authority.write('softhsm2.conf', `directories.tokendir = ${authority.folder}\n`);
    process.env['SOFTHSM2_CONF'] = conf;
    softhsm('--init-token', '--free', '--label', 'desk', '--pin', '1234', '--so-pin', '12345678');
  });

  test.each<[KeyKind, string | null]>([
    ['rsa', 'sha256'],
    ['ec', 'sha256'],
  ])('signs with a key of type %s', async (kind, hash) => {
    const issued = authority.issue(`Token ${kind}`, { key: kind });
    softhsm(
      '--import',
      issued.key,
      '--token',
      'desk',
      '--label',
      kind,
      '--id',
      kind === 'ec' ? '01' : '02',
      '--pin',
      '1234',
    );
    const certified = asCertified(authority, issued);
    const key = openSigningKey(withPin(certified, { key: kind }));
    const [one, two] = await Promise.all([key.sign(CONTENT), key.sign(CONTENT)]);
    const own = new X509Certificate(readFileSync(issued.certificate));
    for (const signature of [one, two]) expect(verify(hash, CONTENT, own.publicKey, signature)).toBe(true);
    const other = asCertified(authority, authority.issue(`Other ${kind}`, { key: kind }));
    await expect(openSigningKey(withPin(other, { key: kind })).sign(CONTENT)).rejects.toThrow('does not belong');
  });

  test.each([
    [{ token: 'other' }, 'No token is labelled other.'],
    [{ key: 'other' }, 'The token desk has no private key labelled other.'],
    [{ pin: '9999' }, 'The token desk did not sign: CKR_PIN_INCORRECT'],
  ])('is refused with %j', async (wrong, message) => {
    const certified = asCertified(authority, authority.issue('Wrong'));
    await expect(openSigningKey(withPin(certified, wrong)).sign(CONTENT)).rejects.toThrow(message);
  });
});

function softhsm(...args: string[]): void {
  const { status, stderr } = spawnSync('softhsm2-util', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}
