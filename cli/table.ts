import pc from 'picocolors';
import type { TextSink } from './deps.js';
import { clipLine } from './text.js';

export interface TableColumn<T> {
  head: string;
  value: (row: T) => unknown;
  align?: 'left' | 'right';
  max?: number;
}

const GAP = 2;

/** Renders rows under a head as plain text. The last column shrinks when the terminal is narrow. */
export function renderTable<T>(rows: readonly T[], columns: readonly TableColumn<T>[], sink: TextSink): string {
  const head = columns.map((column) => column.head.toUpperCase());
  const cells = rows.map((row) => columns.map(({ value, max }) => clipLine(value(row), max)));
  const widths = columns.map((_, at) => widest([head, ...cells], at));
  fitLastColumn(cells, { widths, width: sink.columns });
  const toLine = (row: readonly string[]) =>
    row
      .map((cell, at) => pad(cell, { width: widths[at] ?? 0, align: columns[at]?.align }))
      .join(' '.repeat(GAP))
      .trimEnd();
  return `${[colours(sink).bold(toLine(head)), ...cells.map(toLine)].join('\n')}\n`;
}

function pad(text: string, { width, align }: { width: number; align: 'left' | 'right' | undefined }): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? `${blanks}${text}` : `${text}${blanks}`;
}

function widest(cells: readonly string[][], at: number): number {
  return cells.reduce((max, row) => Math.max(max, displayWidth(row[at] ?? '')), 1);
}

/* East Asian wide characters and emoji fill two terminal cells, combining marks none. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;
const NOT_COMBINING = /[^\u0300-\u036f]/gu;

function displayWidth(text: string): number {
  return (text.match(NOT_COMBINING)?.length ?? 0) + (text.match(WIDE)?.length ?? 0);
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
