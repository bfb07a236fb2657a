import Table from 'cli-table3';
import pc from 'picocolors';
import type { TextSink } from './deps.js';
import { clipLine } from './text.js';

export interface TableColumn<T> {
  head: string;
  value: (row: T) => unknown;
  align?: 'left' | 'right';
  max?: number;
}

/* No borders: rows paste well and `grep` finds them whole. */
const BARE = Object.fromEntries(
  [
    'top',
    'top-mid',
    'top-left',
    'top-right',
    'bottom',
    'bottom-mid',
    'bottom-left',
    'bottom-right',
    'left',
    'left-mid',
    'mid',
    'mid-mid',
    'right',
    'right-mid',
  ].map((name) => [name, '']),
);

/* cli-table3 takes quadratic time: 20,000 rows in one table take a minute, in chunks seconds. */
const PIECE = 200;
const GAP = 2;

/** Renders rows under a head as plain text. The last column shrinks when the terminal is narrow. */
export function renderTable<T>(rows: readonly T[], columns: readonly TableColumn<T>[], sink: TextSink): string {
  const head = columns.map((column) => column.head.toUpperCase());
  const cells = rows.map((row) => columns.map(({ value, max }) => clipLine(value(row), max)));
  const widths = columns.map((_, at) => widest([head, ...cells], at));
  fitLastColumn(cells, { widths, width: sink.columns });
  const colAligns = columns.map(({ align }) => align ?? 'left');
  const pieces = [colours(sink).bold(renderPiece([head], { widths, colAligns }))];
  for (let at = 0; at < cells.length; at += PIECE) {
    pieces.push(renderPiece(cells.slice(at, at + PIECE), { widths, colAligns }));
  }
  return `${pieces.join('\n')}\n`;
}

function renderPiece(
  cells: string[][],
  { widths, colAligns }: { widths: number[]; colAligns: ('left' | 'right')[] },
): string {
  const table = new Table({
    colAligns,
    colWidths: widths,
    chars: { ...BARE, middle: ' '.repeat(GAP) },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  });
  table.push(...cells);
  const lines = table.toString().split('\n');
  return lines.map((line) => line.trimEnd()).join('\n');
}

function widest(cells: readonly string[][], at: number): number {
  return cells.reduce((max, row) => Math.max(max, displayWidth(row[at] ?? '')), 1);
}

/*
 * East Asian wide characters and emoji fill two terminal cells. Overestimating the width costs a blank, underestimating
 * a letter.
 */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu;

function displayWidth(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}

const NARROWEST = 16;

function fitLastColumn(cells: string[][], { widths, width }: { widths: number[]; width: number | undefined }): void {
  const last = widths.length - 1;
  if (width === undefined || last < 0) return;
  const used = widths.slice(0, last).reduce((sum, column) => sum + column + GAP, 0);
  const room = Math.max(NARROWEST, width - used);
  if ((widths[last] ?? 0) <= room) return;
  for (const row of cells) row[last] = clipLine(row[last], room);
  widths[last] = Math.max(room, 1);
}

/** Colours only on a terminal, and only without NO_COLOR. */
export function colours(sink: TextSink) {
  return pc.createColors(sink.isTTY === true && pc.isColorSupported);
}

export function renderFacts(facts: readonly (readonly [string, unknown])[]): string {
  const shown = facts.filter(([, value]) => value !== null && value !== undefined && value !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${clipLine(value)}\n`).join('');
}
