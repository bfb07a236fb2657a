import { basename, extname } from 'node:path';
import { DeskProblemError, RefusedError, UsageError } from '../exit.js';
import type { CommandSession } from '../command.js';
import { readInput } from '../input.js';
import { plural } from '../text.js';
import type { ImportPreview, RequestedChange } from '../view.js';
import { pendingText } from '../desk/changes.js';
import { FORMAT, readCaseFile } from './case-file.js';
import { mapRows, type MappedCases, type RowProblem } from './map-rows.js';
import { readMapping } from './mapping.js';
import { readRows } from './read-rows.js';

export interface ImportOptions {
  mapping?: string;
  format?: 'csv' | 'jsonl' | 'desk';
  set: string[];
  from?: number;
  count?: number;
  dryRun?: boolean;
}

type Session = CommandSession<ImportOptions>;
const SHOWN = 50;

/** Reads, maps and checks the whole file before anything is requested. */
export async function importCases(session: Session): Promise<void> {
  const { args, options, desk, deps } = session;
  const [path = ''] = args;
  const read = await readCases(session, path);
  if (read.problems.length > 0) throw refuse(path, read.problems);
  if (read.cases.length === 0) throw new UsageError(`${path} has no cases.`);
  const body = { name: basename(path), cases: read.cases };
  const preview = await preparing(path, read, () =>
    desk.post<ImportPreview>('/v1/imports/preview', body, deps.newId()),
  );
  const { problems, problemsTotal } = preview.body;
  if (problemsTotal > 0)
    throw refuse(
      path,
      problems.map((one) => locate(one, read)),
      problemsTotal,
    );
  if (options.dryRun) return session.show(preview, (seen) => `${countText(seen)}Nothing has been sent.\n`);
  if (!options.json) session.say(countText(preview.body));
  await session.send<RequestedChange>('/v1/imports', body, pendingText);
}

async function readCases({ options, deps }: Session, path: string): Promise<MappedCases> {
  const { from = 1, count, format = guessFormat(path) } = options;
  const until = count === undefined ? undefined : from - 1 + count;
  if (format === 'desk') return readExport(path, from - 1, until);
  const given = readGiven(options.set);
  const text = await readInput(path, deps.stdin);
  if (text.startsWith(`{"format":"${FORMAT}"`))
    throw new UsageError(`${path} is an export of a desk: add --format desk.`);
  if (options.mapping === undefined) {
    if (format === 'csv') throw new UsageError('A CSV file needs --mapping: jira, or a file of your own.');
    const rows = readRows(text, { format: 'jsonl', delimiter: ',' });
    const cases = rows.map(({ values }) => ({ ...values, ...nest(given) }));
    return part({ cases, lines: rows.map(({ line }) => line), problems: [] }, from - 1, until);
  }
  const mapping = readMapping(options.mapping);
  if (options.format !== undefined && options.format !== mapping.format)
    throw new UsageError(`The mapping is for ${mapping.format}, not for ${options.format}.`);
  return mapRows(readRows(text, mapping).slice(from - 1, until), { mapping, given });
}

const part = ({ cases, lines, problems }: MappedCases, from: number, until: number | undefined): MappedCases => ({
  cases: cases.slice(from, until),
  lines: lines.slice(from, until),
  problems,
});

/** Checks the whole file and keeps the part that is asked for. */
async function readExport(path: string, from: number, until = Number.POSITIVE_INFINITY): Promise<MappedCases> {
  const found: MappedCases = { cases: [], lines: [], problems: [] };
  let index = -1;
  for await (const { case: one, line } of readCaseFile(path)) {
    index += 1;
    if (index < from || index >= until) continue;
    found.cases.push(one);
    found.lines.push(line);
  }
  return found;
}

function guessFormat(path: string): 'csv' | 'jsonl' {
  return extname(path).toLowerCase() === '.csv' ? 'csv' : 'jsonl';
}

function readGiven(set: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    set.map((text) => {
      const at = text.indexOf('=');
      if (at < 1)
        throw new UsageError(`--set is ${JSON.stringify(text)}; expected FIELD=VALUE, e.g. law=IN-69A-NORMAL.`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

function nest(given: Readonly<Record<string, string>>): object {
  const { 'authority.name': name, 'authority.country': country, ...fields } = given;
  return name === undefined || country === undefined ? fields : { ...fields, authority: { name, country } };
}

/** Names lines of the file instead of places in the request. */
async function preparing<T>(path: string, read: MappedCases, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const errors = error instanceof DeskProblemError ? (error.problem.errors ?? []) : [];
    const named = errors.filter((one) => one.path.startsWith('/cases/'));
    if (named.length === 0) throw error;
    throw refuse(
      path,
      named.map((one) => locate({ ...one, path: one.path.slice('/cases'.length) }, read)),
    );
  }
}

function locate({ path, message }: { path: string; message: string }, { lines }: MappedCases): RowProblem {
  const [, index = '', ...field] = path.split('/');
  return { line: lines[Number(index)] ?? 0, field: field.join('/'), message };
}

function refuse(path: string, problems: readonly RowProblem[], total = problems.length): RefusedError {
  const lines = problems.slice(0, SHOWN).map(({ line, field, message }) => `  line ${line}, ${field}: ${message}`);
  const more = total > lines.length ? [`  … and ${total - lines.length} more`] : [];
  return new RefusedError(
    [`${path}: ${plural(total, 'problem')}; nothing has been imported.`, ...lines, ...more].join('\n'),
  );
}

function countText({ cases, open, closed, targets, digest }: ImportPreview): string {
  return `${plural(cases, 'case')} (${open} open, ${closed} closed), ${plural(targets, 'target')}, digest ${digest}\n`;
}
