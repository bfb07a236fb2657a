import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import type { AnnexRow } from '../../../registry/letters/tables.js';
import { printLetter, type PrintedLetter } from '../../../letters/pdf/print-letter.js';

const LETTER: PrintedLetter = {
  number: 'N-2021-000001',
  kind: 'push_back',
  subject: 'Receipt of your direction [N-2021-000001]',
  text: 'Dear Sir or Madam,\n\nWe have received your direction.\nReceipt is not acceptance.\n\nNotice Desk',
  annex: null,
  language: 'en',
  state: 'sent',
};

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('printLetter', () => {
  test('prints the same bytes for the same letter, also after other letters', () => {
    const first = printLetter(LETTER);
    printLetter({ ...LETTER, text: 'Another letter' });
    expect(sha256(printLetter(LETTER))).toBe(sha256(first));
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('prints other bytes for another text', () => {
    expect(sha256(printLetter({ ...LETTER, text: 'Other' }))).not.toBe(sha256(printLetter(LETTER)));
  });

  test('prints the first 2,000 annex items on pages, and attaches the full annex as a file', async () => {
    const rows = Array.from(
      { length: 2_500 },
      (_, index): AnnexRow => [index + 1, 'account', `@a${index + 1}`, 'overbroad', ''],
    );
    const pdf = printLetter({ ...LETTER, annex: rows });
    const document = await getDocumentProxy(new Uint8Array(pdf));
    const { text } = await extractText(document, { mergePages: true });
    expect(text).toContain('2000. account @a2000: overbroad');
    expect(text).not.toContain('2001. account');
    expect(text).toContain('Items 2001 to 2500 of this list are in annex.csv, attached to this PDF.');
    const [file] = Object.values<{ filename: string; content: Uint8Array }>(await document.getAttachments());
    const lines = new TextDecoder().decode(file?.content).trim().split('\r\n');
    expect([file?.filename, lines.length, lines.at(-1)]).toEqual([
      'annex.csv',
      2_501,
      `2500,account,"'@a2500",overbroad,`,
    ]);
    expect(pdf.toString('latin1')).toContain('/StructTreeRoot');
  });

  test('prints the subject as a heading in the letter, without our number, or above a letter that lacks it', async () => {
    const words = async (text: string) =>
      (
        await extractText(await getDocumentProxy(new Uint8Array(printLetter({ ...LETTER, text }))), {
          mergePages: true,
        })
      ).text;
    expect(await words('Example Ltd\n\nReceipt of your direction\n\nBody')).toMatch(
      /^Example Ltd\s+Receipt of your direction\s+Body/,
    );
    expect(await words('Body')).toMatch(/^Receipt of your direction\s+Body/);
  });

  test('names only the item where the annex says no more of it', async () => {
    const annex: AnnexRow[] = [[2, 'hashtag', '#farmers', '', '']];
    const pdf = printLetter({ ...LETTER, kind: 'restoration', annex });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    expect(text).toContain('2. hashtag #farmers');
    expect(text).not.toContain('#farmers:');
  });

  test('names outcome, place and time of each item in the annex of a report', async () => {
    const annex: AnnexRow[] = [
      [1, 'post', 'https://x.example/1', 'withheld', 'IN', '2021-02-04T18:02:00.000Z', '', ''],
    ];
    const pdf = printLetter({ ...LETTER, kind: 'report_of_effect', annex });
    const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
    expect(text.replaceAll(/\s+/g, ' ')).toContain('1. post https://x.example/1: withheld (IN), 2021-02-04 18:02 UTC');
  });

  test.each(['de', 'es', 'fr', 'pt', 'tr'])(
    'prints every character of letters in %s, in both languages',
    async (language) => {
      const folder = new URL(`../../../rulebook/letters/${language}/`, import.meta.url);
      const texts = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8'));
      const grounds = readFileSync(new URL('../../../rulebook/grounds.yaml', import.meta.url), 'utf8');
      const text = `${[...texts, grounds].join('\n\n').trim()}\n\n* * *\n\nWe answer.`;
      const pdf = printLetter({ ...LETTER, language, text });
      const document = await getDocumentProxy(new Uint8Array(pdf));
      const { text: printed } = await extractText(document, { mergePages: true });
      expect(printed).toContain('We answer.');
      expect(printed).not.toContain('Some characters are missing');
      expect(pdf.toString('latin1').match(/\/Lang ?\([a-z]+\)/g)).toEqual(
        expect.arrayContaining([expect.stringContaining(language), expect.stringContaining('en')]),
      );
    },
  );

  test('tags the document and uses no font of the machine', () => {
    const pdf = printLetter(LETTER).toString('latin1');
    expect(pdf).toContain('/StructTreeRoot');
    const fonts = [...pdf.matchAll(/\/FontName\s*\/\w+\+(\w+)/g)].map(([, name]) => name);
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/^LibertinusSerif/);
  });

  test.each([
    ['code', '#panic("x") #read("/etc/passwd") $x^2$ *b* _i_ @ref <label> = heading'],
    ['quotes and backslashes', '"; \\ \u0000 \' ` ${1}'],
    ['characters that the font lacks', 'नमस्ते 你好 😀 مرحبا'],
    ['half characters and direction overrides', '\ud800 \u202E right to left'],
    ['nothing', ''],
  ])('prints a PDF with %s in the text', (_what, text) => {
    const pdf = printLetter({ ...LETTER, subject: `S ${text}`, text });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('accepts an invalid language', () => {
    expect(printLetter({ ...LETTER, language: 'x"#panic()' }).length).toBeGreaterThan(1000);
  });

  test('prints a letter of a hundred pages', () => {
    const text = Array.from({ length: 4_000 }, (_, no) => `Item ${no}: https://social.example/posts/${no}`).join('\n');
    expect(printLetter({ ...LETTER, text }).length).toBeGreaterThan(50_000);
  });
});
