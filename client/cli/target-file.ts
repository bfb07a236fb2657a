import { extname } from 'node:path';
import { UsageError } from './exit.js';
import { readInput } from './input.js';
import type { CliDeps } from './deps.js';

interface TargetInput {
  type: string;
  locator: string;
  note?: string;
}

const CSV_HEADER = ['type', 'locator', 'note'];

/** Reads a list of targets: .csv (header type,locator,note), .ndjson, or plain text with one locator a line. */
export async function readTargetFile(path: string, stdin: CliDeps['stdin']): Promise<TargetInput[]> {
  const text = await readInput(path, stdin);
  const targets = parseTargets(text, extname(path).toLowerCase(), path);
  if (targets.length === 0) throw new UsageError(`${path} holds no target. Put one locator on each line.`);
  return targets;
}

/** Chooses the reader by the file's ending, else by what the text looks like. */
export function parseTargets(text: string, ending: string, path = 'the list'): TargetInput[] {
  switch (ending) {
    case '.csv':
      return fromCsv(text, path);
    case '.ndjson':
    case '.jsonl':
      return fromNdjson(text, path);
    case '.xlsx':
      throw new UsageError(`${path} is a workbook. Save it as CSV with the header type,locator,note.`);
    default:
      if (/^"?type"?,"?locator"?/i.test(text)) return fromCsv(text, path);
      if (text.trimStart().startsWith('{')) return fromNdjson(text, path);
      return fromLines(text);
  }
}

function fromLines(text: string): TargetInput[] {
  const locators = text.split(/\r?\n/).map((line) => line.trim());
  return locators.filter((locator) => locator !== '').map((locator) => ({ type: guessType(locator), locator }));
}

/** A handle, a hashtag or an address; a bare word is taken for a handle. The desk flags what is malformed. */
function guessType(locator: string): 'account' | 'hashtag' | 'url' {
  if (locator.startsWith('#')) return 'hashtag';
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(locator) ? 'url' : 'account';
}

function fromNdjson(text: string, path: string): TargetInput[] {
  const targets: TargetInput[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const where = `${path} line ${at + 1}`;
    let row: Partial<TargetInput> | null;
    try {
      row = JSON.parse(line) as Partial<TargetInput> | null;
    } catch (error) {
      throw new UsageError(`${where} is not JSON: ${(error as Error).message}`);
    }
    if (typeof row?.locator !== 'string') throw new UsageError(`${where} has no text "locator".`);
    targets.push(toTarget({ type: row.type, locator: row.locator, note: row.note }));
  }
  return targets;
}

function fromCsv(text: string, path: string): TargetInput[] {
  const [head, ...rows] = parseCsv(text);
  const names = (head ?? []).map((name) => name.trim().toLowerCase());
  const at = Object.fromEntries(CSV_HEADER.map((name) => [name, names.indexOf(name)]));
  if (at.locator === undefined || at.locator < 0) {
    throw new UsageError(`${path} has no column "locator". Its first line must be: ${CSV_HEADER.join(',')}`);
  }
  const cell = (row: string[], name: string) => row[at[name] ?? -1];
  return rows
    .filter((row) => row.some((value) => value.trim() !== ''))
    .map((row) => toTarget({ type: cell(row, 'type'), locator: cell(row, 'locator') ?? '', note: cell(row, 'note') }));
}

function toTarget({ type, locator, note }: { type?: string | undefined; locator: string; note?: string | undefined }) {
  const target: TargetInput = { type: type?.trim() || guessType(locator.trim()), locator };
  if (note) target.note = note;
  return target;
}

/** Rows of RFC 4180 text: quoted fields may hold commas, line ends and doubled quotes. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field is either quoted (with "" for a quote) or runs to the next comma or line end.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r\n]*|))(,|\r?\n|\r|$)/gy;
  while (field.lastIndex < text.length) {
    const start = field.lastIndex;
    const match = field.exec(text);
    if (match === null)
      throw new UsageError(`The CSV text breaks at character ${start + 1}: a quoted field is not closed.`);
    row.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] !== ',') {
      rows.push(row);
      row = [];
    } else if (field.lastIndex === text.length) row.push('');
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
