import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { createLetterPrinter, type PrintableLetter } from '../../../letters/pdf/letter-printer.js';
import { applySignature, createLetterSigner } from '../../../letters/signing/letter-signer.js';
import { LONG_ANNEX, press, PressError } from '../../../letters/pdf/press.js';
import { printLetter, printPage } from '../../../letters/pdf/print-letter.js';
import type { AnnexRow } from '../../../registry/letters/tables.js';

const SENDER = createServiceSender('Example');
const { privateKey } = generateKeyPairSync('ed25519');
const KEY = { privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };

function aLetter(items: number): PrintableLetter {
  const row = (_: unknown, index: number): AnnexRow => [index + 1, 'account', `@a${index + 1}`, 'overbroad', ''];
  return {
    number: 'N-2021-000001',
    kind: 'push_back',
    subject: 'Refused [N-2021-000001]',
    text: 'Dear Sir or Madam,\n\nWe refuse the items of the annex.\n\nNotice Desk',
    annex: Array.from({ length: items }, row),
    language: 'en',
    state: 'sent',
    writtenAt: new Date('2021-02-10T09:00:00Z'),
  };
}

test.each([3, LONG_ANNEX])(
  'prints a signed letter of %s items with the same bytes as printing in this process',
  async (items) => {
    const { writtenAt, ...letter } = aLetter(items);
    const printed = await createLetterPrinter(KEY, SENDER)({ writtenAt, ...letter });
    const pdf = printLetter(letter);
    const signature = await createLetterSigner({ selfSigned: KEY, sender: SENDER })?.sign(pdf, writtenAt);
    expect(signature && (await applySignature(pdf, signature))).toEqual(printed);
  },
);

test('prints a page with the same bytes as printing in this process', async () => {
  const page = { mark: 'N-1', title: 'Call back', text: 'Contacts in the directory', language: 'en' };
  expect((await press({ page })).equals(printPage(page))).toBe(true);
});

test('fails on a letter that cannot be printed, and prints the next one', async () => {
  const print = createLetterPrinter(undefined, SENDER);
  for (const items of [3, LONG_ANNEX]) {
    const broken = { ...aLetter(items), text: null as unknown as string };
    await expect(print(broken)).rejects.toThrow(PressError);
    expect((await print(aLetter(items))).subarray(0, 5).toString()).toBe('%PDF-');
  }
});

test('prints each of several letters requested at the same time', async () => {
  const print = createLetterPrinter(undefined, SENDER);
  const letters = Array.from({ length: 5 }, (_, at) => ({ ...aLetter(1), text: `Letter ${at}` }));
  const printed = await Promise.all(letters.map(print));
  expect(new Set(printed.map((pdf) => pdf.toString('base64'))).size).toBe(5);
});

test('prints a sent letter with its stored signature, and one without it unsigned', async () => {
  const letter = aLetter(1);
  const print = createLetterPrinter(undefined, SENDER);
  const unsigned = await print({ ...letter, signature: null });
  const signature = await createLetterSigner({ selfSigned: KEY, sender: SENDER })?.sign(unsigned, letter.writtenAt);
  expect(await print({ ...letter, signature: signature ?? null })).toEqual(
    await createLetterPrinter(KEY, SENDER)(letter),
  );
  expect(unsigned).toEqual(printLetter(letter));
});

test('says so where another release prints other bytes than were signed', async () => {
  const letter = aLetter(1);
  const signature = await createLetterSigner({ selfSigned: KEY, sender: SENDER })?.sign(
    Buffer.from(printLetter(letter)),
    letter.writtenAt,
  );
  const stored = { ...(signature ?? raise()), printed: 'f'.repeat(64) };
  const printed = await createLetterPrinter(undefined, SENDER)({ ...letter, signature: stored });
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(printed)), { mergePages: true });
  expect(text).toContain('Printed again by another release');
  expect(printed.toString('latin1')).not.toContain('/ByteRange');
});

function raise(): never {
  throw new Error('There is no signature.');
}
