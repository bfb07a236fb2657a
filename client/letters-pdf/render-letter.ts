import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { annexCsv } from '../../letters/annex.js';
import { LETTER_TEMPLATE } from './letter-template.js';

export interface PrintedLetter {
  number: string;
  reference: string;
  authority: string;
  to: string | null;
  subject: string;
  text: string;
  /** All items, where the text names the first of them only. */
  annex: readonly (readonly (string | number)[])[] | null;
  language: string;
  state: string;
  /** The day it was sent, or null: nothing else in a PDF may depend on when it is made. */
  date: string | null;
}

/** Tagged and accessible (PDF/UA-1). It refuses characters that the font lacks. */
const ACCESSIBLE = 'ua-1';
const MISSING_CHARACTERS =
  'Some characters have no shape in the font of this print. The text sent by mail is the full one.';

/** Items of an annex printed on pages of their own; the file that lies in the PDF names all. A page of text takes a fifth of a second for so many. */
const PRINTED_ITEMS = 2_000;

let compiler: NodeCompiler | undefined;

/** One compiler a process (100 ms to make, then a few milliseconds a letter). */
function theCompiler(): NodeCompiler {
  compiler ??= makeCompiler();
  return compiler;
}

/** Its workspace is a folder that is gone as soon as it is named: a template can read no file, and none is left behind. */
function makeCompiler(): NodeCompiler {
  const workspace = mkdtempSync(join(tmpdir(), 'notice-desk-letters-'));
  const made = NodeCompiler.create({ workspace });
  rmdirSync(workspace);
  return made;
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
    annex: letter.annex === null ? null : toAnnex(letter.annex),
  };
  const pdf = typst.pdf(
    {
      mainFileContent: LETTER_TEMPLATE,
      inputs: { letter: JSON.stringify(content), annex: letter.annex === null ? '' : annexCsv(letter.annex) },
    },
    pdfStandard === undefined ? {} : { pdfStandard },
  );
  // Without this every letter ever printed stays in memory.
  typst.evictCache(10);
  return pdf;
}

function toAnnex(rows: readonly (readonly (string | number)[])[]) {
  const left = rows.length - PRINTED_ITEMS;
  return {
    items: rows.slice(0, PRINTED_ITEMS).map(([no, type, locator, grounds, note]) => {
      const said = `${no}. ${type} ${locator}: ${grounds}`;
      return printable(note === '' ? said : `${said} (${note})`);
    }),
    more:
      left > 0
        ? `Items ${PRINTED_ITEMS + 1} to ${rows.length} of this list are in annex.csv, which lies in this PDF.`
        : null,
  };
}

/** Without control and direction-override characters: they print nothing and may hide what is there. */
function printable(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '')
    .trimEnd();
}
