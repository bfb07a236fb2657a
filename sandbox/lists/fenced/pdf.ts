import { getDocumentProxy } from 'unpdf';
import { columnsWithoutHead, looksLikeLocator, readHead, type Columns } from '../columns.js';
import { ListRefused, MAX_CELL, MAX_LIST_ROWS, tooManyRows } from '../item.js';
import { findLocators } from '../plain.js';
import type { FencedContent } from '../fence.js';
import { thrownName } from '../../../domain/error-parts.js';

const MAX_PAGES = 1_000;
/** Max lines of text kept for identifying the document: a letterhead and some pages of reasons. */
const MAX_LINES = 600;
const COLUMN_GAP = 1;
const WORD_GAP = 0.15;

interface Piece {
  text: string;
  from: number;
  to: number;
  size: number;
}

interface PrintedRow {
  line: number;
  type: string;
  locator: string;
  note: string;
}

interface Table {
  columns: Columns;
  starts: number[];
}

/**
 * Reads the text of a PDF's first pages and the rows it seems to name: cells below a recognized heading, elsewhere text
 * written like an address, handle or hashtag. Print has no cells, so a person has to check the result.
 */
export async function readPrint(bytes: Buffer): Promise<FencedContent> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), { verbosity: 0, useSystemFonts: false }).catch(refuse);
  if (pdf.numPages > MAX_PAGES) throw new ListRefused(`The PDF has more than ${MAX_PAGES} pages. Split it.`);
  const rows: PrintedRow[] = [];
  const text: FencedContent['text'] = [];
  let table: Table | null = null;
  let line = 0;
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    for (const [index, pieces] of groupLines(items).entries()) {
      line += 1;
      if (text.length < MAX_LINES) text.push({ page: number, line: index + 1, text: joinText(pieces) });
      table = readPrintedLine({ line, pieces, table, rows });
      if (rows.length > MAX_LIST_ROWS) throw tooManyRows();
    }
    page.cleanup();
  }
  const lines = rows.map(({ line: at, type, locator, note }) => ({ line: at, cells: [type, locator, note] }));
  return { sheets: [{ name: '', lines: [{ line: 0, cells: ['type', 'locator', 'note'] }, ...lines] }], text };
}

function joinText(pieces: readonly Piece[]): string {
  const [whole] = join(pieces, Number.POSITIVE_INFINITY);
  return (whole?.text ?? '').slice(0, MAX_CELL);
}

function refuse(error: unknown): never {
  if (thrownName(error) === 'PasswordException') throw new ListRefused('The PDF has a password. Save it without one.');
  throw new ListRefused('The PDF is damaged or cannot be read. Print it to a new PDF, or type the list.');
}

function groupLines(items: readonly unknown[]): Piece[][] {
  const lines = new Map<number, Piece[]>();
  for (const item of items as { str?: string; transform?: number[]; width?: number; height?: number }[]) {
    const [, , , scale = 0, x = 0, y = 0] = item.transform ?? [];
    if (item.str === undefined || item.str.trim() === '') continue;
    const size = Math.abs(scale) || item.height || 10;
    // Pieces of one line may be a point apart vertically.
    const at = [0, 1, -1].map((by) => Math.round(y) + by).find((height) => lines.has(height)) ?? Math.round(y);
    const piece = { text: item.str, from: x, to: x + (item.width ?? 0), size };
    const line = lines.get(at);
    if (line === undefined) lines.set(at, [piece]);
    else line.push(piece);
  }
  return [...lines]
    .sort(([above], [below]) => below - above)
    .map(([, pieces]) => pieces.sort((left, right) => left.from - right.from));
}

function join(pieces: readonly Piece[], gap: number): Piece[] {
  const attached: Piece[] = [];
  for (const piece of pieces) {
    const last = attached.at(-1);
    const space = last === undefined ? 0 : piece.from - last.to;
    if (last === undefined || space > gap * piece.size) attached.push({ ...piece });
    else {
      last.text += space > WORD_GAP * piece.size && !last.text.endsWith(' ') ? ` ${piece.text}` : piece.text;
      last.to = piece.to;
    }
  }
  return attached;
}

function readPrintedLine(at: {
  line: number;
  pieces: readonly Piece[];
  table: Table | null;
  rows: PrintedRow[];
}): Table | null {
  const { line, pieces, table, rows } = at;
  const cells = join(pieces, COLUMN_GAP);
  const columns = cells.length < 2 ? null : readHead(cells.map(({ text }) => text));
  // The heading is printed again on every page.
  if (columns !== null) return { columns, starts: cells.map(({ from, size }) => from - size / 2) };
  const tabled = table === null ? null : readUnderHead(pieces, table);
  if (tabled !== null && isRow(tabled)) rows.push({ line, ...tabled });
  else if (tabled !== null && isContinued(tabled, rows.at(-1), line)) continueRow(rows, tabled);
  else for (const locator of findLocators(joinText(pieces))) rows.push({ line, type: '', locator, note: '' });
  return table;
}

type Cells = Omit<PrintedRow, 'line'>;

function readUnderHead(pieces: readonly Piece[], { columns, starts }: Table): Cells {
  const cell = (column: number) => {
    if (column < 0) return '';
    const from = starts[column] ?? 0;
    const to = starts[column + 1] ?? Number.POSITIVE_INFINITY;
    const inside = pieces.filter((piece) => piece.from >= from && piece.from < to);
    const text = join(inside, Number.POSITIVE_INFINITY).map((piece) => piece.text);
    return text.join(' ').trim().slice(0, MAX_CELL);
  };
  return { type: cell(columns.type), locator: cell(columns.locator), note: cell(columns.note) };
}

function isRow({ type, locator }: Cells): boolean {
  return looksLikeLocator(locator) || (locator !== '' && columnsWithoutHead([type, locator]) !== null);
}

function isContinued({ type, locator, note }: Cells, last: PrintedRow | undefined, line: number): boolean {
  return last?.line === line - 1 && type === '' && note === '' && last.locator.includes('://') && /^\S+$/.test(locator);
}

function continueRow(rows: PrintedRow[], { locator }: Cells): void {
  const last = rows.pop();
  if (last !== undefined) rows.push({ ...last, locator: last.locator + locator });
}
