import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { LETTER_TEMPLATE } from './letter-template.js';

export interface PrintedLetter {
  number: string;
  reference: string;
  authority: string;
  to: string | null;
  subject: string;
  text: string;
  language: string;
  state: string;
  /** The day it was sent, or null: nothing else in a PDF may depend on when it is made. */
  date: string | null;
}

/** Tagged and accessible (PDF/UA-1). It refuses characters that the font lacks. */
const ACCESSIBLE = 'ua-1';
const MISSING_CHARACTERS =
  'Some characters have no shape in the font of this print. The text sent by mail is the full one.';

let compiler: NodeCompiler | undefined;

/** One compiler a process (100 ms to make, then a few milliseconds a letter). Its workspace is an empty folder: a template can read no file. */
function theCompiler(): NodeCompiler {
  compiler ??= NodeCompiler.create({ workspace: mkdtempSync(join(tmpdir(), 'notice-desk-letters-')) });
  return compiler;
}

/** A letter as PDF. The same letter gives the same bytes. */
export function renderLetter(letter: PrintedLetter): Buffer {
  const notes = letter.state === 'sent' ? [] : [`Not sent: this letter is ${letter.state}.`];
  try {
    return print(letter, { notes, pdfStandard: ACCESSIBLE });
  } catch {
    return print(letter, { notes: [...notes, MISSING_CHARACTERS], pdfStandard: undefined });
  }
}

function print(
  letter: PrintedLetter,
  { notes, pdfStandard }: { notes: string[]; pdfStandard: string | undefined },
): Buffer {
  const typst = theCompiler();
  const content = {
    number: letter.number,
    language: /^[a-z]{2,3}$/.exec(letter.language.split('-')[0]?.toLowerCase() ?? '')?.[0] ?? 'en',
    subject: printable(letter.subject) || letter.number,
    head: [
      letter.authority,
      letter.to ?? '',
      letter.date ?? '',
      `${letter.number}${letter.reference === '' ? '' : `, your reference ${letter.reference}`}`,
    ]
      .map(printable)
      .filter((line) => line !== ''),
    paragraphs: letter.text.split(/\r?\n[ \t]*\r?\n/).map((part) => part.split(/\r?\n/).map(printable)),
    notes,
  };
  const pdf = typst.pdf(
    { mainFileContent: LETTER_TEMPLATE, inputs: { letter: JSON.stringify(content) } },
    pdfStandard === undefined ? {} : { pdfStandard },
  );
  // Without this every letter ever printed stays in memory.
  typst.evictCache(10);
  return pdf;
}

/** Without control and direction-override characters: they print nothing and may hide what is there. */
function printable(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '')
    .trimEnd();
}
