import { CsvError, parse } from 'csv-parse/sync';
import { getErrorMessage } from '../../domain/error-parts.js';
import { UsageError } from '../exit.js';
import type { Mapping } from './mapping.js';

export interface FileRow {
  /** Where it begins in the file, from 1. */
  line: number;
  values: Readonly<Record<string, unknown>>;
}

/** Reads the rows of a file. Throws a `UsageError` with the line of what cannot be read. */
export function readRows(text: string, { format, delimiter }: Pick<Mapping, 'format' | 'delimiter'>): FileRow[] {
  return format === 'csv' ? readCsv(text, delimiter) : readJsonLines(text);
}

/** A heading that occurs several times, as in exports of Jira, gives a list. */
function readCsv(text: string, delimiter: string): FileRow[] {
  const [heading, ...rows] = readRecords(text, delimiter);
  if (heading === undefined) return [];
  return rows.map(({ cells, line }) => ({ line, values: group(heading.cells, cells) }));
}

interface CsvRecord {
  line: number;
  cells: readonly string[];
}

function readRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let before = 0;
  try {
    parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      on_record: (cells, { lines }) => {
        records.push({ line: before + 1, cells });
        before = lines;
        return null;
      },
    });
    return records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(`The file is not CSV: ${error.message}`);
  }
}

function group(heading: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const values = new Map<string, string[]>();
  for (const [at, name] of heading.entries())
    values.set(name.trim(), [...(values.get(name.trim()) ?? []), cells[at] ?? '']);
  return Object.fromEntries(values);
}

function readJsonLines(text: string): FileRow[] {
  return text.split('\n').flatMap((content, index) => {
    if (content.trim() === '') return [];
    return [{ line: index + 1, values: readObject(content, index + 1) }];
  });
}

function readObject(content: string, line: number): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`Line ${line} is not JSON: ${getErrorMessage(error)}`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new UsageError(`Line ${line} is not a JSON object.`);
}

/**
 * Looks up a column by its heading, or a path with dots in JSON. In a list of `{ id, value }`, as Zendesk sends custom
 * fields, a step is the id.
 */
export function lookUp(values: unknown, path: string): string {
  if (typeof values === 'object' && values !== null && Object.hasOwn(values, path))
    return toText(Reflect.get(values, path));
  const [first = '', ...rest] = path.split('.');
  const next = step(values, first);
  return rest.length === 0 || next === undefined ? toText(next) : lookUp(next, rest.join('.'));
}

function step(values: unknown, name: string): unknown {
  if (Array.isArray(values)) {
    const named: unknown = values.find((one: unknown) => isObject(one) && String(one['id']) === name);
    return isObject(named) && 'value' in named ? named['value'] : values[Number(name)];
  }
  return isObject(values) && Object.hasOwn(values, name) ? values[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value))
    return value
      .map(toText)
      .filter((text) => text !== '')
      .join('\n');
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim();
}
