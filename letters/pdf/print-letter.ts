import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { LetterKind, LetterState } from '../../domain/letter/letter.js';
import type { AnnexRow } from '../../registry/letter/tables.js';
import { annexCsv } from '../annex.js';
import { BETWEEN } from '../render-letter.js';
import { LETTER_TEMPLATE } from './letter-template.js';

export interface PrintedLetter {
  number: string;
  kind: LetterKind;
  subject: string;
  text: string;
  /** All items, where the text names the first of them only. */
  annex: readonly AnnexRow[] | null;
  language: string;
  state: LetterState;
}

/** A page that is no letter: nobody sends it. */
export interface PrintedPage {
  /** What stands at the foot of each page. */
  mark: string;
  title: string;
  text: string;
  language: string;
}

/** Tagged and accessible (PDF/UA-1). It refuses characters that the font lacks. */
const ACCESSIBLE = 'ua-1';
const MISSING_CHARACTERS =
  'Some characters are missing from the font of this print. The text sent by mail is complete.';

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
export function printLetter(letter: PrintedLetter): Buffer {
  const notes = letter.state === 'sent' ? [] : [`Not sent: this letter is ${letter.state}.`];
  try {
    return print(letter, { notes, pdfStandard: ACCESSIBLE });
  } catch {
    return print(letter, { notes: [...notes, MISSING_CHARACTERS], pdfStandard: undefined });
  }
}

/** A page for people of the house, to be printed and written on. */
export function printPage({ mark, title, text, language }: PrintedPage): Buffer {
  const content = { ...toContent({ number: mark, title, text, language }), notes: [], annex: null };
  return compile({ letter: JSON.stringify(content), annex: '' }, ACCESSIBLE);
}

function print(
  letter: PrintedLetter,
  { notes, pdfStandard }: { notes: string[]; pdfStandard: string | undefined },
): Buffer {
  const content = {
    ...toContent({ ...letter, title: titleOf(letter) }),
    notes,
    annex: letter.annex === null ? null : toAnnex(letter.kind, letter.annex),
  };
  const annex = letter.annex === null ? '' : annexCsv(letter.kind, letter.annex);
  return compile({ letter: JSON.stringify(content), annex }, pdfStandard);
}

function toContent({
  number,
  title,
  text,
  language,
}: Pick<PrintedLetter, 'number' | 'text' | 'language'> & { title: string }) {
  return {
    number,
    language: /^[a-z]{2,3}$/.exec(language.split('-')[0]?.toLowerCase() ?? '')?.[0] ?? 'en',
    subject: printable(title) || number,
    paragraphs: text.split(/\r?\n[ \t]*\r?\n/).map((part) => part.split(/\r?\n/).map(printable)),
    between: BETWEEN,
  };
}

function compile(inputs: { letter: string; annex: string }, pdfStandard: string | undefined): Buffer {
  const typst = theCompiler();
  const pdf = typst.pdf({ mainFileContent: LETTER_TEMPLATE, inputs }, pdfStandard === undefined ? {} : { pdfStandard });
  // Without this every letter ever printed stays in memory.
  typst.evictCache(10);
  return pdf;
}

/** What the letter is about; our number, by which mails are sorted, stands in it already. */
function titleOf({ subject, number }: PrintedLetter): string {
  const tail = ` [${number}]`;
  return subject.endsWith(tail) ? subject.slice(0, -tail.length) : subject;
}

function toAnnex(kind: LetterKind, rows: readonly AnnexRow[]) {
  const left = rows.length - PRINTED_ITEMS;
  return {
    items: rows.slice(0, PRINTED_ITEMS).map((row) => printable(sayRow(kind, row))),
    more:
      left > 0
        ? `Items ${PRINTED_ITEMS + 1} to ${rows.length} of this list are in annex.csv, attached to this PDF.`
        : null,
  };
}

/** A row in the columns of letters/annex.ts, as one line. */
function sayRow(kind: LetterKind, [no, type, locator, ...rest]: AnnexRow): string {
  const [outcome, countries, at, grounds = '', note = ''] = kind === 'report_of_effect' ? rest : ['', '', '', ...rest];
  const place = countries === '' ? '' : ` (${countries})`;
  const when = at === '' || at === undefined ? '' : `${at.slice(0, 16).replace('T', ' ')} UTC`;
  const parts = new Set([`${outcome}${place}`, when, grounds].filter((part) => part !== ''));
  const said = [...parts].join(', ');
  return `${no}. ${type} ${locator}: ${said}${note === '' ? '' : ` (${note})`}`;
}

/** Without control and direction-override characters: they print nothing and may hide what is there. */
function printable(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '')
    .trimEnd();
}
