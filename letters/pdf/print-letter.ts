import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { LetterKind, LetterState } from '../../domain/letters/letter.js';
import type { AnnexRow } from '../../registry/letters/tables.js';
import { annexCsv } from '../../registry/letters/annex.js';
import { FORM_MARK } from '../forms/fill-form.js';
import { BETWEEN } from '../render-letter.js';
import { LETTER_TEMPLATE } from './letter-template.js';

export interface PrintedLetter {
  number: string;
  kind: LetterKind;
  subject: string;
  text: string;
  annex: readonly AnnexRow[] | null;
  language: string;
  state: LetterState;
  note?: string;
}

export interface PrintedPage {
  mark: string;
  title: string;
  text: string;
  language: string;
}

/** Tagged and accessible (PDF/UA-1). It rejects characters that the font lacks. */
const ACCESSIBLE = 'ua-1';
const MISSING_CHARACTERS =
  'Some characters are missing from the font of this print. The text sent by mail is complete.';

/**
 * Max annex items printed on pages; the file embedded in the PDF lists all. Typesetting this many takes a fifth of a
 * second.
 */
const PRINTED_ITEMS = 2_000;

let compiler: NodeCompiler | undefined;

/** One compiler per process: 100 ms to create, then a few milliseconds a letter. */
function theCompiler(): NodeCompiler {
  compiler ??= makeCompiler();
  return compiler;
}

/** The workspace folder is deleted right after creation, so a template can read no file and none is left behind. */
function makeCompiler(): NodeCompiler {
  const workspace = mkdtempSync(join(tmpdir(), 'notice-desk-letters-'));
  const made = NodeCompiler.create({ workspace });
  rmdirSync(workspace);
  return made;
}

/** Renders a letter as PDF; the same letter gives the same bytes. */
export function printLetter(letter: PrintedLetter): Buffer {
  const unsent = letter.state === 'sent' ? [] : [`Not sent: this letter is ${letter.state}.`];
  const notes = [...unsent, ...(letter.note === undefined ? [] : [letter.note])];
  try {
    return print(letter, { notes, pdfStandard: ACCESSIBLE });
  } catch {
    return print(letter, { notes: [...notes, MISSING_CHARACTERS], pdfStandard: undefined });
  }
}

export function printPage({ mark, title, text, language }: PrintedPage): Buffer {
  const content = { ...toContent({ number: mark, title, text, language }), notes: [], annex: null };
  return compile({ letter: JSON.stringify(content), annex: '' }, ACCESSIBLE);
}

function print(
  letter: PrintedLetter,
  { notes, pdfStandard }: { notes: string[]; pdfStandard: string | undefined },
): Buffer {
  const content = {
    ...toContent({ ...letter, title: readTitle(letter) }),
    notes,
    annex: letter.annex === null ? null : toAnnex(letter.kind, letter.annex),
  };
  const annex = letter.annex === null ? '' : annexCsv(letter.kind, letter.annex);
  return compile({ letter: JSON.stringify(content), annex }, pdfStandard);
}

function toContent(letter: Pick<PrintedLetter, 'number' | 'text' | 'language'> & { title: string }) {
  const { number, title, text, language } = letter;
  return {
    number,
    language: /^[a-z]{2,3}$/.exec(language.split('-')[0]?.toLowerCase() ?? '')?.[0] ?? 'en',
    subject: printable(title) || number,
    paragraphs: text.split(/\r?\n[ \t]*\r?\n/).map((part) => part.split(/\r?\n/).map(printable)),
    between: BETWEEN,
    mark: FORM_MARK,
  };
}

function compile(inputs: { letter: string; annex: string }, pdfStandard: string | undefined): Buffer {
  const typst = theCompiler();
  const pdf = typst.pdf({ mainFileContent: LETTER_TEMPLATE, inputs }, pdfStandard === undefined ? {} : { pdfStandard });
  // Otherwise the compiler keeps every printed letter in memory.
  typst.evictCache(10);
  return pdf;
}

function readTitle({ subject, number }: PrintedLetter): string {
  const tail = ` [${number}]`;
  return subject.endsWith(tail) ? subject.slice(0, -tail.length) : subject;
}

function toAnnex(kind: LetterKind, rows: readonly AnnexRow[]) {
  const left = rows.length - PRINTED_ITEMS;
  return {
    items: rows.slice(0, PRINTED_ITEMS).map((row) => printable(formatRow(kind, row))),
    more:
      left > 0
        ? `Items ${PRINTED_ITEMS + 1} to ${rows.length} of this list are in annex.csv, attached to this PDF.`
        : null,
  };
}

function formatRow(kind: LetterKind, [no, type, locator, ...rest]: AnnexRow): string {
  const [outcome, countries, at, grounds = '', note = ''] = kind === 'report_of_effect' ? rest : ['', '', '', ...rest];
  const place = countries === '' ? '' : ` (${countries})`;
  const when = at === '' || at === undefined ? '' : `${at.slice(0, 16).replace('T', ' ')} UTC`;
  const parts = new Set([`${outcome}${place}`, when, grounds].filter((part) => part !== ''));
  // Restored items have nothing to say beyond their names.
  const said = parts.size === 0 ? '' : `: ${[...parts].join(', ')}`;
  return `${no}. ${type} ${locator}${said}${note === '' ? '' : ` (${note})`}`;
}

/** Strips control and direction-override characters: they print nothing and can hide text. */
function printable(text: string): string {
  return text
    .replaceAll('\t', '    ')
    .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, '')
    .trimEnd();
}
