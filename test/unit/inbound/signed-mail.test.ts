import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { MailSignature } from '../../../domain/mail/read-mail.js';
import { readMessage } from '../../../inbound/fenced/read-message.js';
import { readFencedMail } from '../../../inbound/read-fenced.js';
import { aMail, attachment, multipart, TestDns, text, type MailParts } from '../../support/mail/a-mail.js';
import { aRoot, issue, signedPdf, smimeParts, type Signer } from '../../support/mail/a-signature.js';

const EMAIL = { email: 'officer@meity.example', purposes: ['1.3.6.1.5.5.7.3.4'] };
const ORDER = text('Block these accounts.');

let folder: string;
let trustFile: string;
let dnsFile: string;
let root: Signer;
let middle: Signer;
let officer: Signer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'signed-'));
  dnsFile = new TestDns(join(folder, 'dns.json')).path;
  trustFile = join(folder, 'anchors.pem');
  root = await aRoot('Root of the tests');
  middle = await issue(root, 'Between', { ca: true });
  officer = await issue(middle, 'A. Officer', EMAIL);
  writeFileSync(trustFile, root.certificate.toString('pem'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function checkSignature(parts: MailParts, trust: string | null = trustFile): Promise<MailSignature | null> {
  const envelope = { from: null, to: [], ip: null, helo: null };
  const raw = Buffer.from(aMail(parts), 'latin1');
  const read = await readMessage(raw, { envelope, dnsFile, trustFile: trust, mta: 'desk.example' });
  return read.authentication.signature;
}
const refused = (problem: string) =>
  expect.objectContaining({ valid: false, problem: expect.stringContaining(problem) });

describe('S/MIME signature', () => {
  test('is valid over the whole message by the From address, with a chain to a trust anchor', async () => {
    expect(await checkSignature(await smimeParts(ORDER, officer))).toEqual({
      kind: 'smime',
      valid: true,
      signer: 'A. Officer <officer@meity.example>',
      problem: null,
    });
  });

  test('is valid over text and attachments together', async () => {
    const { headers, body } = multipart([ORDER, attachment('list.csv', 'text/csv', 'type,locator\n')], {
      boundary: 'in',
    });
    const part = `Content-Type: ${headers?.['Content-Type']}\r\n\r\n${body}`;
    expect(await checkSignature(await smimeParts(part, officer))).toMatchObject({ valid: true });
  });

  test('is invalid if the message has been changed', async () => {
    const changed = ORDER.replace('these', 'those');
    expect(await checkSignature(await smimeParts(ORDER, officer, { changed }))).toEqual(
      refused('the signed content was changed'),
    );
  });

  test('is invalid for a message that differs from the content embedded in the signature', async () => {
    const within = Buffer.from(ORDER, 'latin1');
    const forged = await smimeParts(ORDER, officer, { within, changed: text('Hand over everything.') });
    expect(await checkSignature(forged)).toEqual(refused('different content'));
  });

  test('is invalid for a message with a document outside the signed part', async () => {
    const { headers, body } = await smimeParts(ORDER, officer);
    const inner = `Content-Type: ${headers['Content-Type']}\r\n\r\n${body}`;
    const wrapped = multipart([inner, attachment('more.csv', 'text/csv', 'type,locator\naccount,@extra\n')]);
    expect(await checkSignature(wrapped)).toEqual(refused('only a part'));
    const third = body.replace(
      '--sig--',
      `--sig\r\n${attachment('more.csv', 'text/csv', 'account,@extra')}\r\n--sig--`,
    );
    expect(await checkSignature({ headers, body: third })).toEqual(refused('does not consist of one signed part'));
    const unclosed = body.replace('--sig--\r\n', '');
    expect(await checkSignature({ headers, body: unclosed })).toEqual(refused('does not consist of one signed part'));
  });

  test('is invalid if its address is not the From address', async () => {
    const other = await issue(middle, 'B. Other', { ...EMAIL, email: 'other@meity.example' });
    expect(await checkSignature(await smimeParts(ORDER, other))).toEqual(refused('a different address than From'));
    const nameless = await issue(middle, 'officer@meity.example', { purposes: EMAIL.purposes });
    expect(await checkSignature(await smimeParts(ORDER, nameless))).toEqual(refused('a different address than From'));
  });

  test('is invalid if its chain leads to no trusted root', async () => {
    const stranger = await issue(await aRoot('Root of the tests'), 'A. Officer', EMAIL);
    expect(await checkSignature(await smimeParts(ORDER, stranger))).toEqual(refused('does not lead to a trust anchor'));
    expect(await checkSignature(await smimeParts(ORDER, { ...stranger, chain: officer.chain }))).toEqual(
      refused('does not lead to a trust anchor'),
    );
    expect(await checkSignature(await smimeParts(ORDER, { ...officer, chain: [] }))).toEqual(
      refused('does not lead to a trust anchor'),
    );
  });

  test('is invalid if made by another key than that of its certificate', async () => {
    const thief = await issue(await aRoot('Other'), 'A. Officer', EMAIL);
    const forged = { ...officer, keys: thief.keys };
    expect(await checkSignature(await smimeParts(ORDER, forged))).toEqual(refused('does not match its key'));
  });

  test('is invalid if its chain contains a certificate that may not issue others', async () => {
    const forged = await issue(officer, 'A. Officer', EMAIL);
    expect(await checkSignature(await smimeParts(ORDER, forged))).toEqual(refused('does not lead to a trust anchor'));
  });

  test('is invalid by a certificate that has expired or is for another use', async () => {
    const ended = await issue(middle, 'A. Officer', { ...EMAIL, days: -1 });
    expect(await checkSignature(await smimeParts(ORDER, ended))).toEqual(refused('does not lead to a trust anchor'));
    const server = await issue(middle, 'A. Officer', { ...EMAIL, purposes: ['1.3.6.1.5.5.7.3.1'] });
    expect(await checkSignature(await smimeParts(ORDER, server))).toEqual(refused('not valid for this use'));
  });

  test('is invalid with a weak hash or key', async () => {
    expect(await checkSignature(await smimeParts(ORDER, officer, { hash: 'sha1' }))).toEqual(refused('too weak'));
    const short = await issue(middle, 'A. Officer', { ...EMAIL, bits: 1_024 });
    expect(await checkSignature(await smimeParts(ORDER, short))).toEqual(refused('too short'));
  });

  test('is invalid without configured trust anchors, and reported if it cannot be read', async () => {
    expect(await checkSignature(await smimeParts(ORDER, officer), null)).toEqual(refused('MAIL_TRUST_FILE'));
    const { headers, body } = await smimeParts(ORDER, officer);
    const broken = body.replace(/\r\n\r\nMII[\s\S]*?\r\n--sig--/, '\r\n\r\nAAAA\r\n--sig--');
    expect(broken).not.toBe(body);
    expect(await checkSignature({ headers, body: broken })).toEqual(refused('cannot be read'));
  });

  test('is reported but not checked if it wraps its content or is OpenPGP', async () => {
    const opaque = { headers: { 'Content-Type': 'application/pkcs7-mime; smime-type=signed-data' }, body: 'AAAA' };
    expect(await checkSignature(opaque)).toEqual(refused('not supported'));
    const pgp = { body: '-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nBlock\r\n-----BEGIN PGP SIGNATURE-----\r\n' };
    expect(await checkSignature(pgp)).toMatchObject({ kind: 'pgp', valid: false });
  });

  test('is checked in the sandboxed process that reads hostile messages', async () => {
    const raw = Buffer.from(aMail(await smimeParts(ORDER, officer)), 'latin1');
    const envelope = { from: null, to: [], ip: null, helo: null };
    const read = await readFencedMail(raw, { envelope, dnsFile, trustFile, mta: 'desk.example' });
    expect(read?.authentication.signature).toMatchObject({ kind: 'smime', valid: true });
  });

  test('is null for an unsigned message', async () => {
    expect(await checkSignature({})).toBeNull();
  });
});

describe('PDF signature', () => {
  const asMail = (pdf: Buffer) => multipart([ORDER, attachment('order.pdf', 'application/pdf', pdf)]);

  test('is valid over the whole file, with a chain to a trust anchor', async () => {
    const pdf = await signedPdf('Order', await issue(middle, 'A. Officer'));
    expect(await checkSignature(asMail(pdf))).toEqual({
      kind: 'pades',
      valid: true,
      signer: 'A. Officer',
      problem: null,
    });
  });

  test('is invalid once a byte of the file is changed', async () => {
    const pdf = await signedPdf('Block one', officer);
    const changed = Buffer.from(pdf.toString('latin1').replace('Block one', 'Block two'), 'latin1');
    expect(await checkSignature(asMail(changed))).toEqual(refused('order.pdf: the signed content was changed'));
  });

  test('is invalid if content was added after it, or if it leaves a gap in the file', async () => {
    const pdf = await signedPdf('Order', officer);
    const more = Buffer.concat([pdf, Buffer.from('\n3 0 obj\n(more)\nendobj\n%%EOF\n')]);
    expect(await checkSignature(asMail(more))).toEqual(refused('does not cover the whole file'));
    const gap = pdf.toString('latin1').replace('0> >>', '0> >Z');
    const hidden = gap.replace(/000000(?=> >)/, '0)(ab)');
    expect(await checkSignature(asMail(Buffer.from(hidden, 'latin1')))).toEqual(
      refused('does not cover the whole file'),
    );
    const moved = pdf.toString('latin1').replace('/Contents <', '/Cuntents <');
    expect(await checkSignature(asMail(Buffer.from(moved, 'latin1')))).toEqual(
      refused('does not cover the whole file'),
    );
  });

  test('is invalid by an untrusted signer, and the invalid one of two documents is reported', async () => {
    const stranger = await issue(await aRoot('Other'), 'A. Officer');
    const [good, bad] = [await signedPdf('One', officer), await signedPdf('Two', stranger)];
    const both = multipart([
      ORDER,
      attachment('one.pdf', 'application/pdf', good),
      attachment('two.pdf', 'application/pdf', bad),
    ]);
    expect(await checkSignature(both)).toEqual(refused('two.pdf: its certificate does not lead to a trust anchor'));
  });

  test('is null for a PDF without a signature', async () => {
    expect(await checkSignature(asMail(Buffer.from('%PDF-1.7\n%%EOF\n')))).toBeNull();
  });
});
