import { beforeAll, describe, expect, test } from '@jest/globals';
import { AsnConvert } from '@peculiar/asn1-schema';
import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { verify } from 'node:crypto';
import { extractText, getDocumentProxy } from 'unpdf';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { applySignature, createLetterSigner } from '../../../letters/signing/letter-signer.js';
import { takeOut } from '../../support/signing/take-out.js';
import { printLetter, type PrintedLetter } from '../../../letters/pdf/print-letter.js';

const { privateKey } = generateKeyPairSync('ed25519');
const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const sender = { ...createServiceSender('Example'), company: 'Ejemplo (Ñandú) Ltd', replyTo: 'legal@platform.example' };
const AT = new Date('2021-02-04T18:00:00Z');

const LETTER: PrintedLetter = {
  number: 'N-2021-000001',
  kind: 'push_back',
  subject: 'Items not acted upon [N-2021-000001]',
  text: 'Dear Sir or Madam,\n\nNo effect is given.',
  annex: [[1, 'account', '@a', 'overbroad', '']],
  language: 'en',
  state: 'sent',
};
const pdf = printLetter(LETTER);
let signed: Buffer;
beforeAll(async () => {
  signed = await signNow();
});

async function signNow(): Promise<Buffer> {
  const signer = createLetterSigner({ selfSigned: { privateKey: pem }, sender, publicUrl: 'https://desk.example' });
  const signature = await signer?.sign(pdf, AT);
  return (signature && (await applySignature(pdf, signature))) ?? Buffer.alloc(0);
}

function holds(bytes: Buffer): boolean {
  const { covered, data } = takeOut(bytes);
  const [signature] = data.signerInfos;
  const [choice] = data.certificates ?? [];
  if (signature?.signedAttrs === undefined || choice?.certificate === undefined) return false;
  const certificate = new X509Certificate(Buffer.from(AsnConvert.serialize(choice.certificate)));
  const digest = signature.signedAttrs.find(({ attrType }) => attrType.endsWith('.9.4'))?.attrValues[0];
  const members = signature.signedAttrs.map((one) => Buffer.from(AsnConvert.serialize(one)));
  const content = Buffer.concat(members);
  const set = Buffer.concat([Buffer.from([0x31, 0x81, content.length]), content]);
  return (
    certificate.verify(certificate.publicKey) &&
    createHash('sha512')
      .update(covered)
      .digest()
      .equals(Buffer.from(digest ?? new ArrayBuffer(0)).subarray(2)) &&
    verify(null, set, certificate.publicKey, Buffer.from(signature.signature.buffer))
  );
}

describe('signed letter', () => {
  test('equals the printed letter byte for byte, followed by a signature over all of it', () => {
    expect(signed.subarray(0, pdf.length).equals(pdf)).toBe(true);
    expect(takeOut(signed).end).toBe(signed.length);
    expect(holds(signed)).toBe(true);
  });

  test('fails verification once a byte is changed', () => {
    for (const place of [200, pdf.length - 10, signed.length - 3]) {
      const changed = Buffer.from(signed);
      changed[place] = (changed[place] ?? 0) ^ 1;
      expect(holds(changed)).toBe(false);
    }
  });

  test('names the company, also in its certificate, and the time of signing', () => {
    const [choice] = takeOut(signed).data.certificates ?? [];
    const certificate = new X509Certificate(Buffer.from(AsnConvert.serialize(choice?.certificate)));
    expect(certificate.subject).toBe('CN=Ejemplo (Ñandú) Ltd (self-signed by its notice desk)');
    expect(signed.toString('latin1')).toContain('/M (D:20210204180000Z)');
  });

  test('says in certificate and signature panel that the desk certified itself', () => {
    const reason = 'Self-signed by this desk; verify with https://desk.example/v1/receipt-keys';
    const hex = Buffer.from(reason, 'utf16le').swap16().toString('hex');
    expect(signed.toString('latin1')).toContain(`/Reason <FEFF${hex}>`);
  });

  test('has the same bytes whenever the same letter is signed', async () => {
    expect((await signNow()).equals(signed)).toBe(true);
  });

  test('keeps the pages, text, annex and tags of the printed letter', async () => {
    const document = await getDocumentProxy(new Uint8Array(signed));
    const { text } = await extractText(document, { mergePages: true });
    expect(text).toContain('No effect is given.');
    expect(Object.keys(await document.getAttachments())).toEqual(['annex.csv']);
    expect((await document.getMarkInfo())?.Marked).toBe(true);
    expect(await document.getFieldObjects()).toHaveProperty('Signature');
  });
});
