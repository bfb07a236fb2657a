import type { DocumentLine } from '../../domain/documents/lines.js';
import { columnsWithoutHead, looksLikeLocator, quote, readHead, toItem, type Columns } from './columns.js';
import { isProblem, ListRefused, type ListItem, type TableLine } from './item.js';

export interface Sheet {
  name: string;
  lines: TableLine[];
}

const HEAD_WITHIN = 10;

type CellLine = Exclude<TableLine, { reason: string }>;

/**
 * Yields the rows of every sheet that holds a table of targets, with line numbers continued across sheets. Sheets that
 * are not read are reported as problems.
 */
export function* readSheets(sheets: readonly Sheet[]): Generator<ListItem> {
  const filled = sheets.filter(({ lines }) => lines.length > 0);
  const tables = filled.map((sheet) => ({ sheet, table: findTable(sheet.lines) }));
  if (filled.length === 0) throw new ListRefused('The workbook has no rows.');
  if (tables.every(({ table }) => table === null)) {
    throw new ListRefused(
      'No sheet has a column of locators. Its first line must name the columns: type, locator, note.',
    );
  }
  let offset = 0;
  for (const { sheet, table } of tables) {
    const from = offset;
    if (table === null)
      yield { line: from + 1, reason: `Sheet ${quote(sheet.name)} has no column of locators and was not read.` };
    else for (const item of readTable(sheet.lines, table)) yield { ...item, line: from + item.line };
    offset += sheet.lines.at(-1)?.line ?? 0;
  }
}

interface Table {
  columns: Columns;
  head: number;
  from: number;
}

function findTable(lines: readonly TableLine[]): Table | null {
  const cells = lines.filter((line): line is CellLine => !isProblem(line));
  for (const [index, line] of cells.slice(0, HEAD_WITHIN).entries()) {
    const columns = readHead(line.cells);
    if (columns !== null) return { columns, head: line.line, from: cells[index + 1]?.line ?? Number.POSITIVE_INFINITY };
  }
  const [first] = cells;
  if (first === undefined) return null;
  const columns = columnsWithoutHead(first.cells);
  if (columns === null || (columns.type < 0 && !looksLikeLocator(first.cells[0]?.trim() ?? ''))) return null;
  return { columns, head: first.line, from: first.line };
}

const MAX_TEXT_ROWS = 100;

export function textAbove(sheets: readonly Sheet[]): DocumentLine[] {
  return sheets.flatMap(({ lines }, index) => {
    const head = findTable(lines)?.head ?? Number.POSITIVE_INFINITY;
    const above = lines.filter((line): line is CellLine => !isProblem(line) && line.line < head);
    return above
      .slice(0, MAX_TEXT_ROWS)
      .map(({ line, cells }) => ({ page: index + 1, line, text: rowAsText(cells).slice(0, MAX_ROW) }));
  });
}

const MAX_ROW = 2_000;

function rowAsText(cells: readonly string[]): string {
  const filled = cells
    .map((cell) =>
      cell
        .trim()
        .replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):[\d.]+Z$/, '$1 $2')
        .replace(/ 00:00$/, ''),
    )
    .filter((cell) => cell !== '');
  const [name = '', value = ''] = filled;
  return filled.length === 2 && !/[:.]$/.test(name) ? `${name}: ${value}` : filled.join(' ');
}

function* readTable(lines: readonly TableLine[], { columns, from }: Table): Generator<ListItem> {
  for (const line of lines) {
    if (isProblem(line)) yield line;
    else if (line.line >= from) yield toItem(line, columns);
    else if (line.cells.some((cell) => looksLikeLocator(cell.trim()))) {
      yield { line: line.line, reason: 'The line is above the header of the table and was not read.' };
    }
  }
}
