import { readHead, toRow } from './columns.js';
import { isProblem, ListRefused, type ListItem, type ListProblem } from './item.js';
import type { TextLine } from './lines.js';

/** Max nesting depth; no list or notice needs more. */
export const DEEPEST_JSON = 32;
/** Max objects and arrays in a body: four per target that a notice may have. */
export const MAX_JSON_VALUES = 400_000;

/**
 * Returns why JSON text must not be parsed, from its bytes alone: such texts are made to exhaust the parser. Null if it
 * may be parsed.
 */
export function findJsonBomb(bytes: Uint8Array): string | null {
  let depth = 0;
  let opened = 0;
  let inText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inText) {
      if (byte === 0x5c) at += 1;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
      opened += 1;
      if (depth > DEEPEST_JSON) return `nested deeper than ${DEEPEST_JSON}`;
      if (opened > MAX_JSON_VALUES) return `more than ${MAX_JSON_VALUES} objects and arrays`;
    } else if (byte === 0x7d || byte === 0x5d) depth -= 1;
  }
  return null;
}

export function* readJson(bytes: Buffer): Generator<ListItem> {
  const bomb = findJsonBomb(bytes);
  if (bomb !== null) throw new ListRefused(`The JSON text is ${bomb}. Send an array of {"type","locator","note"}.`);
  const value = parseJson(bytes);
  const list = typeof value === 'object' && value !== null && 'targets' in value ? value.targets : value;
  if (!isList(list)) throw new ListRefused('Send a JSON array of targets, or an object with "targets".');
  for (const [index, entry] of list.entries()) yield toJsonItem(index + 1, entry);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 160) : 'unreadable';
    throw new ListRefused(`The list is not JSON in UTF-8: ${why}`);
  }
}

export function* readNdjson(lines: Iterable<TextLine | ListProblem>): Generator<ListItem> {
  for (const line of lines) {
    if (isProblem(line)) {
      yield line;
      continue;
    }
    let value: unknown;
    try {
      value = JSON.parse(line.text);
    } catch {
      yield { line: line.line, reason: 'The line is not JSON.' };
      continue;
    }
    yield toJsonItem(line.line, value);
  }
}

function toJsonItem(line: number, value: unknown): ListItem {
  if (typeof value === 'string') return toRow({ line, type: '', locator: value, note: '' });
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { line, reason: 'Neither an object with "locator" nor a string.' };
  }
  const entries = Object.entries(value);
  const columns = readHead(entries.map(([name]) => name));
  const cell = (at: number | undefined) => (at === undefined || at < 0 ? '' : toText(entries[at]?.[1]));
  const locator = cell(columns?.locator);
  if (columns === null || locator === null) return { line, reason: 'There is no string "locator".' };
  const type = cell(columns.type);
  const note = cell(columns.note);
  if (type === null || note === null) return { line, reason: '"type" and "note" must be strings.' };
  return toRow({ line, type, locator, note }, columns.bareWord);
}

function toText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : null;
}
