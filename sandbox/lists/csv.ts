import { CsvError, parse } from 'csv-parse/sync';
import { columnsWithoutHead, looksLikeLocator, readHead, toItem, type Columns } from './columns.js';
import { isProblem, ListRefused, MAX_CELL, type ListItem, type ListProblem } from './item.js';
import type { TextLine } from './lines.js';
import { readPlain } from './plain.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** A character found in no list, used as the delimiter of one-column lists, whose cells may hold any real delimiter. */
const NONE = '\u001F';
/** Lines per parser call. If a batch fails, its lines are read one by one to find the broken one. */
const BATCH = 500;
const MAX_CONTINUED = 20;
const SAMPLE = 20;

interface Table {
  delimiter: string;
  columns: Columns;
  width: number | null;
}

/**
 * Reads delimiter-separated text: detects the delimiter and takes the columns from the heading in any order. Cells stay
 * text, so a formula is never evaluated.
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
  // "post,123" might be a heading; it is data if the lines below begin with a type as well.
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
    max_record_size: 4 * MAX_CELL,
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
      if (table.width !== null) continue; // The heading itself.
    }
    batch.push(line);
    if (batch.length >= BATCH) {
      // A quoted cell may continue in the next batch, so the lines from its beginning are carried over.
      const rest = yield* readBatch(batch, table, true);
      batch = rest;
    }
  }
  yield* readBatch(batch, table);
}

function* readBatch(batch: TextLine[], table: Table, more = false): Generator<ListItem, TextLine[]> {
  if (batch.length === 0) return [];
  const records = readTogether(batch, table);
  if (records !== null) {
    for (const [index, cells] of records.entries()) yield toTableItem(batch[index]?.line ?? 0, cells, table);
    return [];
  }
  for (let at = 0; at < batch.length; ) {
    const { item, used } = readRecord(batch.slice(at, at + 1 + MAX_CONTINUED), table);
    const isCut = item === null && more && at > 0 && batch.length - at <= MAX_CONTINUED;
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

function readRecord(lines: readonly TextLine[], table: Table): { item: ListItem | null; used: number } {
  const [first] = lines;
  let text = '';
  let isOpen = false;
  for (const [index, line] of lines.entries()) {
    if (index > 0 && isRowByItself(line.text, table)) break;
    text = index === 0 ? line.text : `${text}\n${line.text}`;
    if (text.length > MAX_CELL) break;
    if (hasOddQuotes(line.text)) isOpen = !isOpen;
    if (isOpen) continue; // Not worth a try while the quote is open: parsing costs a thousand times as much as counting quotes.
    try {
      const cells = parseRecords(text, table.delimiter)[0] ?? [];
      // A locator over several lines is invalid: a stray quote has joined what are separate rows.
      if ((cells[table.columns.locator] ?? '').includes('\n')) break;
      return { item: toTableItem(first?.line ?? 0, cells, table), used: index + 1 };
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      if (error.code !== 'CSV_QUOTE_NOT_CLOSED') return { item: toQuoteProblem(first, table), used: 1 };
    }
  }
  return { item: null, used: 1 };
}

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
