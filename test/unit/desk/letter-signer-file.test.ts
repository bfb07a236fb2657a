import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readLetterSigner } from '../../../config/letter-signer.js';
import { startAuthority, type Authority } from '../../support/signing/openssl.js';

let authority: Authority;
beforeAll(() => {
  authority = startAuthority();
  authority.issue('own');
  authority.issue('other');
  authority.issue('old', { days: [-20, -2] });
  authority.write('pin', '1234\n');
});
afterAll(() => authority.stop());

const read = (yaml: string) => readLetterSigner(authority.write('signer.yaml', yaml));
const TIMESTAMPS = 'timestamps: { url: https://clock.example/, trust: root.pem }';

test('nothing is read where no file is named', () => {
  expect(readLetterSigner(undefined)).toEqual({});
});

test('certificate, key and timestamp service are read from files beside it', () => {
  const text = (name: string) => readFileSync(authority.place(name), 'utf8');
  expect(read(`certificate: own.pem\nkey: own.key\n${TIMESTAMPS}`)).toEqual({
    certified: { chain: [text('own.pem').trim()], key: { privateKey: text('own.key') } },
    timestamps: { url: 'https://clock.example/', trust: [text('root.pem').trim()] },
  });
});

test('a token is read with its PIN from a file', () => {
  const { certified } = read('certificate: own.pem\npkcs11: { module: /m.so, token: desk, key: letters, pin: pin }');
  expect(certified?.key).toEqual({ pkcs11: { module: '/m.so', token: 'desk', key: 'letters', pin: '1234' } });
});

test('an expired certificate does not stop the process, whose clocks must run', () => {
  expect(() => read('certificate: old.pem\nkey: old.key')).not.toThrow();
});

test.each([
  ['certificate: none.pem\nkey: own.key', 'none.pem cannot be read'],
  ['certificate: own.key\nkey: own.key', 'certificate: expected a PEM file with at least one certificate'],
  ['certificate: own.pem\nkey: own.pem', 'key: expected an unencrypted private key in PEM'],
  ['certificate: own.pem\nkey: other.key', 'key: the first certificate is for another key'],
  ['certificate: own.pem', 'expected certificate together with either key or pkcs11'],
  ['key: own.key', 'expected certificate together with either key or pkcs11'],
  ['certificate: own.pem\npkcs11: { module: /m.so, token: desk, key: letters, pin: nopin }', 'nopin cannot be read'],
  [TIMESTAMPS.replace('https', 'http'), 'timestamps.url: expected an https URL (http on loopback alone)'],
  [TIMESTAMPS.replace('root.pem', 'pin'), 'timestamps.trust: expected a PEM file'],
  ['password: x', 'Unrecognized key'],
  ['certificate: [', 'LETTER_SIGNER'],
])('%j is refused with the file and the field', (yaml, problem) => {
  expect(() => read(yaml)).toThrow(problem);
  expect(() => read(yaml)).toThrow(authority.place('signer.yaml'));
});
