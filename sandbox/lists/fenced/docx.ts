import { readHead, type Columns } from '../columns.js';
import type { FencedContent } from '../fence.js';
import { ListRefused, MAX_CELL, MAX_LIST_ROWS, tooManyRows } from '../item.js';
import { findLocators } from '../plain.js';
import { inflate, openZip, readEntries } from './zip.js';

const MAX_INFLATED = 64 * 1024 * 1024;
const MAX_ENTRIES = 5_000;
/** As of a PDF: a letterhead and some pages of reasons. */
const MAX_LINES = 600;
/** The letterhead often stands in a header. Pictures, notes, comments and embedded files are never unpacked. */
const NEEDED = /^word\/(?:header\d*|document)\.xml$/i;
const SAVE_AS = 'Open it in a word processor and save it as .docx without password, or as PDF.';
const DAMAGED = `The document is damaged or not a .docx file. ${SAVE_AS}`;

/**
 * Reads the text of a Word document and the rows it seems to name: cells below a recognized heading, elsewhere text
 * written like an address, handle or hashtag. A person has to check the result.
 */
export async function readWordDocument(bytes: Buffer): Promise<FencedContent> {
  const parts = await unpack(bytes);
  const text: FencedContent['text'] = [];
  const rows: { line: number; cells: string[] }[] = [];
  let columns: Columns | null = null;
  let line = 0;
  for (const cells of parts.flatMap((xml) => [...splitLines(xml)])) {
    line += 1;
    const whole = cells.join(' ').trim().slice(0, MAX_CELL);
    if (text.length < MAX_LINES && whole !== '') text.push({ page: 1, line, text: whole });
    if (cells.length < 2) columns = null;
    // A cell of a later row may hold a word that would head a column.
    const head: Columns | null = columns === null && cells.length > 1 ? readHead(cells) : null;
    if (head === null) for (const row of readCells(cells, columns)) rows.push({ line, cells: row });
    else columns = head;
    if (rows.length > MAX_LIST_ROWS) throw tooManyRows();
  }
  return { sheets: [{ name: '', lines: [{ line: 0, cells: ['type', 'locator', 'note'] }, ...rows] }], text };
}

function readCells(cells: readonly string[], columns: Columns | null): string[][] {
  if (columns === null) return findLocators(cells.join(' ')).map((locator) => ['', locator, '']);
  const cell = (at: number) => (at < 0 ? '' : (cells[at] ?? ''));
  const locator = cell(columns.locator);
  return locator === '' ? [] : [[cell(columns.type), locator, cell(columns.note)]];
}

async function unpack(bytes: Buffer): Promise<string[]> {
  const zip = await openZip(bytes, DAMAGED);
  const parts = new Map<string, string>();
  let inflated = 0;
  let entries = 0;
  for await (const entry of readEntries(zip, DAMAGED)) {
    entries += 1;
    if (entries > MAX_ENTRIES || (entry.generalPurposeBitFlag & 1) !== 0 || parts.has(entry.fileName))
      throw new ListRefused(DAMAGED);
    if (!NEEDED.test(entry.fileName)) continue;
    inflated += entry.uncompressedSize;
    if (inflated > MAX_INFLATED) throw new ListRefused(`The document unpacks to more than 64 MiB. ${SAVE_AS}`);
    parts.set(entry.fileName, (await inflate(zip, entry, DAMAGED)).toString('utf8'));
  }
  const document = parts.get('word/document.xml');
  if (document === undefined) throw new ListRefused(DAMAGED);
  return [...[...parts].filter(([name]) => name !== 'word/document.xml').map(([, xml]) => xml), document];
}

const TOKEN = /<(\/?)w:(t|tab|br|cr|p|tc|tr)(?:\s[^<>]*?)?(\/?)>|([^<]+)/g;

/** Yields each paragraph as one cell and each row of a table as its cells. Only text runs count, no field codes. */
function* splitLines(xml: string): Generator<string[]> {
  let text = '';
  let row: string[] | null = null;
  let isText = false;
  for (const [, closing, name, single, words] of xml.matchAll(TOKEN)) {
    if (words !== undefined) {
      if (isText) text += decode(words);
      continue;
    }
    const isEnd = closing === '/';
    if (name === 't') isText = !isEnd && single !== '/';
    else if (name === 'tab' || name === 'br' || name === 'cr') text += ' ';
    else if (name === 'tr' && !isEnd) row = [];
    else if (name === 'tr') {
      yield row ?? [];
      row = null;
    } else if (name === 'tc' && isEnd && row !== null) {
      row.push(text.trim());
      text = '';
    } else if (name === 'p' && (isEnd || single === '/') && row !== null) text += ' ';
    else if (name === 'p' && (isEnd || single === '/')) {
      yield [text.trim()];
      text = '';
    }
  }
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const MAX_CODE_POINT = 0x10_ff_ff;

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name)] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code <= MAX_CODE_POINT ? String.fromCodePoint(code) : whole;
  });
}
