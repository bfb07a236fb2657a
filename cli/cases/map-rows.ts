import type { MappedField, Mapping } from './mapping.js';
import { lookUp, type FileRow } from './read-rows.js';
import { readLocalTime } from './read-time.js';

export interface RowProblem {
  line: number;
  field: string;
  message: string;
}

export interface MappedCases {
  cases: object[];
  lines: number[];
  problems: RowProblem[];
}

const TIMES: readonly string[] = ['receivedAt', 'decidedAt', 'closedAt'];
const REQUIRED = ['externalId', 'kind', 'authority.name', 'authority.country', 'jurisdiction', 'law', 'receivedAt'];
const SPLITS = { 'white space': /\s+/, lines: /\r?\n/, commas: /,/ } as const;

/** Makes cases of rows. `given` fills fields that the mapping leaves out, or overrides them. */
export function mapRows(
  rows: readonly FileRow[],
  { mapping, given }: { mapping: Mapping; given: Readonly<Record<string, string>> },
): MappedCases {
  const found: MappedCases = { cases: [], lines: [], problems: [] };
  for (const row of rows) {
    const problems: RowProblem[] = [];
    const reader = createReader(row, mapping, problems);
    found.cases.push(toCase(reader, { mapping, given }));
    found.lines.push(row.line);
    found.problems.push(...problems);
  }
  return found;
}

interface Reader {
  read(field: string, mapped: MappedField | undefined): string | undefined;
  text(path: readonly string[]): string;
  miss(field: string): void;
}

function createReader({ line, values }: FileRow, { dates }: Mapping, problems: RowProblem[]): Reader {
  const report = (field: string, message: string) => {
    problems.push({ line, field, message });
    return undefined;
  };
  const text = (paths: readonly string[]) => paths.map((path) => lookUp(values, path)).find((one) => one !== '') ?? '';
  const read = (field: string, mapped: MappedField | undefined) => {
    if (mapped === undefined) return undefined;
    const { from, is, values: table, when } = mapped;
    if (when !== undefined && !when.in.includes(text(when.from))) return undefined;
    const found = from === undefined ? (is ?? '') : text(from);
    if (found === '') return undefined;
    if (TIMES.some((name) => field.endsWith(name)))
      return (
        readLocalTime(found, dates) ?? report(field, `${JSON.stringify(found)} is not a time of the mapping's form.`)
      );
    if (table === undefined) return found;
    if (Object.hasOwn(table, found)) return table[found] ?? undefined;
    if (Object.hasOwn(table, '*')) return table['*'] ?? undefined;
    return report(field, `The mapping has no value for ${JSON.stringify(found)}.`);
  };
  const miss = (field: string) => {
    if (problems.some((one) => one.field === field)) return;
    report(field, 'Missing. Map a column to it, or give the same value to all cases with --set.');
  };
  return { read, text, miss };
}

function toCase(
  reader: Reader,
  { mapping, given }: { mapping: Mapping; given: Readonly<Record<string, string>> },
): object {
  const fields: Record<string, unknown> = { source: mapping.source };
  const authority: Record<string, string> = {};
  for (const field of new Set([...REQUIRED, ...Object.keys(mapping.fields), ...Object.keys(given)])) {
    const mapped = Object.entries(mapping.fields).find(([name]) => name === field)?.[1];
    const value = given[field] ?? reader.read(field, mapped);
    if (value === undefined) {
      if (REQUIRED.includes(field)) reader.miss(field);
    } else if (field.startsWith('authority.')) authority[field.slice('authority.'.length)] = value;
    else fields[field] = value;
  }
  return { ...fields, authority, targets: toTargets(reader, mapping.targets) };
}

function toTargets(reader: Reader, mapped: Mapping['targets']): object[] {
  if (mapped === undefined) return [];
  const locators = reader
    .text(mapped.from)
    .split(SPLITS[mapped.split])
    .map((part) => part.trim());
  const named = [...new Set(locators)].filter((part) => part !== '');
  if (named.length === 0) return [];
  const action = reader.read('targets.action', mapped.action);
  const countries = reader.read('targets.countries', mapped.countries);
  const shared = {
    type: reader.read('targets.type', mapped.type) ?? '',
    ...(action === undefined ? {} : { action, status: reader.read('targets.status', mapped.status) ?? 'approved' }),
    ...(countries === undefined ? {} : { countries: countries.split(/[\s,]+/) }),
    ...optional('decidedAt', reader.read('targets.decidedAt', mapped.decidedAt)),
  };
  return named.map((locator) => ({ locator, ...shared }));
}

function optional(name: string, value: string | undefined): object {
  return value === undefined ? {} : { [name]: value };
}
