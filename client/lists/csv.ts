import { CsvError, parse } from 'csv-parse/sync';
import { columnsWithoutHead, looksLikeLocator, readHead, toItem, type Columns } from './columns.js';
import { isProblem, ListRefused, LONGEST_CELL, type ListItem, type ListProblem } from './item.js';
import type { TextLine } from './lines.js';
import { readPlain } from './plain.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A character no list holds: for lists of one column, whose cells may hold every delimiter. */
const NONE = '\u001F';
/** Lines given to the parser at once. One that a batch stumbles over is found by reading the batch line by line. */
const BATCH = 500;
/** A quoted cell may run over so many further lines; a quote that is never closed must not swallow the list. */
const MOST_CONTINUED = 20;
/** Lines looked at for what kind of table this is. */
const SAMPLE = 20;

interface Table {
  delimiter: string;
  columns: Columns;
  /** Cells of the head; null without one. */
  width: number | null;
}

/**
 * Rows of delimiter-separated text. The delimiter is found out, the head names the columns in any order. Cells are text
 * and stay text: what looks like a formula is never more than its letters.
 */
export function* readCsv(lines: Iterable<TextLine | ListProblem>): Generator<ListItem> {
  const rest = lines[Symbol.iterator]();
  const sample: (TextLine | ListProblem)[] = [];
  for (let next = rest.next(); next.done !== true; next = rest.next()) {
    sample.push(next.value);
    if (sample.length === SAMPLE) break;
  }
  const all = (function* () {
    yield* sample;
    for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
  })();
  const texts = sample.flatMap((line) => (isProblem(line) ? [] : [line.text]));
  const table = recognise(texts);
  if (table === null) yield* readPlain(all);
  else yield* readTable(all, table);
}

/** How a table is built, from its first lines; null if it is one column of locators without a head. */
function recognise(texts: readonly string[]): Table | null {
  const [, declared] = /^sep=(.)$/i.exec(texts[0]?.trim() ?? '') ?? [];
  const [first = '', ...others] = declared === undefined ? texts : texts.slice(1);
  const delimiters = declared === undefined ? DELIMITERS : [declared];
  const headed = delimiters
    .flatMap((delimiter) => {
      const cells = readCells(first, delimiter);
      const columns = cells === null ? null : readHead(cells);
      return cells === null || columns === null ? [] : [{ delimiter, columns, width: cells.length }];
    })
    .sort((a, b) => b.width - a.width)[0];
  const typed = delimiters.flatMap((delimiter) => {
    const cells = readCells(first, delimiter) ?? [];
    const columns = cells.length < 2 ? null : columnsWithoutHead(cells);
    return columns === null ? [] : [{ delimiter, columns, width: null }];
  })[0];
  // "post,123" might be a head; it is none if the lines below begin with a type as well.
  const isBody =
    typed !== undefined && others.length > 0 && others.every((text) => beginsWithType(text, typed.delimiter));
  if (headed !== undefined && !isBody) return headed.width === 1 ? { ...headed, delimiter: NONE } : headed;
  if (typed !== undefined) return typed;
  if ([first, ...others].every(isOneLocator)) return null;
  throw new ListRefused('The first line must name the columns, as in: type,locator,note');
}

function beginsWithType(text: string, delimiter: string): boolean {
  const cells = readCells(text, delimiter) ?? [];
  return cells.length > 1 && columnsWithoutHead(cells) !== null;
}

/** A line that is one word or made of nothing but addresses, handles and hashtags: nothing in it divides columns. */
function isOneLocator(text: string): boolean {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  return !/[\s,;|]/.test(bare) || bare.split(/\s+/).every(looksLikeLocator);
}

function readCells(text: string, delimiter: string): string[] | null {
  try {
    return parseRecords(text, delimiter)[0] ?? null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function parseRecords(text: string, delimiter: string): string[][] {
  return parse(text, {
    delimiter,
    record_delimiter: '\n',
    relax_column_count: true,
    trim: true,
    max_record_size: 4 * LONGEST_CELL,
  });
}

function* readTable(lines: Iterable<TextLine | ListProblem>, table: Table): Generator<ListItem> {
  let batch: TextLine[] = [];
  let begun = false;
  for (const line of lines) {
    if (isProblem(line)) {
      yield* readBatch(batch, table);
      batch = [];
      yield line;
      continue;
    }
    if (!begun) {
      if (/^sep=.$/i.test(line.text.trim())) continue;
      begun = true;
      if (table.width !== null) continue; // the head itself
    }
    batch.push(line);
    if (batch.length >= BATCH) {
      // A quoted cell may go on in the next batch: the lines after its beginning are kept for that.
      const rest = yield* readBatch(batch, table, true);
      batch = rest;
    }
  }
  yield* readBatch(batch, table);
}

/** Reads lines together; line by line if that does not give a record a line. With `more`, answers lines to be read again. */
function* readBatch(batch: TextLine[], table: Table, more = false): Generator<ListItem, TextLine[]> {
  if (batch.length === 0) return [];
  const records = readTogether(batch, table);
  if (records !== null) {
    for (const [index, cells] of records.entries()) yield toTableItem(batch[index]?.line ?? 0, cells, table);
    return [];
  }
  for (let at = 0; at < batch.length; ) {
    const { item, used } = readRecord(batch.slice(at, at + 1 + MOST_CONTINUED), table);
    const isCut = item === null && more && at > 0 && batch.length - at <= MOST_CONTINUED;
    if (isCut) return batch.slice(at);
    yield item ?? toQuoteProblem(batch[at], table);
    at += used;
  }
  return [];
}

function readTogether(batch: readonly TextLine[], table: Table): string[][] | null {
  try {
    const records = parseRecords(batch.map(({ text }) => text).join('\n'), table.delimiter);
    return records.length === batch.length ? records : null;
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

/** The record that begins at the first of these lines; null if its quote is not closed within them. */
function readRecord(lines: readonly TextLine[], table: Table): { item: ListItem | null; used: number } {
  const [first] = lines;
  let text = '';
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (index > 0 && isRowByItself(line.text, table)) break;
    text = index === 0 ? line.text : `${text}\n${line.text}`;
    if (text.length > LONGEST_CELL) break;
    if (hasOddQuotes(line.text)) isOpen = !isOpen;
    if (isOpen) continue; // not worth a try: trying costs a thousand times the counting
    try {
      const cells = parseRecords(text, table.delimiter)[0] ?? [];
      // A locator over several lines is none: a stray quote has bound together what are rows of their own.
      if ((cells[table.columns.locator] ?? '').includes('\n')) break;
      return { item: toTableItem(first?.line ?? 0, cells, table), used: index + 1 };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return { item: toQuoteProblem(first, table), used: 1 };
    }
  }
  return { item: null, used: 1 };
}

/** What is wrong with the quotes of a line that no further line mends. */
function toQuoteProblem({ line, text }: TextLine = { line: 0, text: '' }, { delimiter }: Table): ListProblem {
  try {
    parseRecords(text, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    if (error.code !== 'CSV_QUOTE_NOT_CLOSED') {
      return {
        line,
        reason: 'There is a quote inside a cell. Put the whole cell in quotes and double the quotes in it.',
      };
    }
  }
  return { line, reason: 'A quote is not closed.' };
}

function hasOddQuotes(text: string): boolean {
  let odd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/** A line that makes a row by itself does not go on a cell of the line before. */
function isRowByItself(text: string, { delimiter, columns }: Table): boolean {
  const cells = hasOddQuotes(text) ? null : readCells(text, delimiter);
  if (cells === null || cells.length <= columns.locator) return false;
  const locator = cells[columns.locator] ?? '';
  if (columns.type < 0) return looksLikeLocator(locator);
  return locator !== '' && columnsWithoutHead([cells[columns.type] ?? '', locator]) !== null;
}

function toTableItem(line: number, cells: string[], { columns, width }: Table): ListItem {
  const beyond = width === null ? [] : cells.slice(width);
  if (beyond.some((cell) => cell !== '')) {
    const reason = `The line has ${cells.length} cells, the header ${width}. Put cells that contain the delimiter in quotes.`;
    return { line, reason };
  }
  return toItem({ line, cells }, columns);
}
