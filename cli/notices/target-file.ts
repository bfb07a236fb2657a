import { basename } from 'node:path';
import type { SentTarget } from '../../domain/targets/target.js';
import { findFormat, LIST_MEDIA_TYPES, recogniseList } from '../../sandbox/lists/format.js';
import { isProblem, ListRefused, type ListProblem, type ListRow } from '../../sandbox/lists/item.js';
import { openList } from '../../sandbox/lists/read-list.js';
import type { CommandSession } from '../command.js';
import { UsageError } from '../exit.js';
import { readFile } from '../input.js';
import { plural } from '../text.js';
import { isOneOf } from '../../domain/is-one-of.js';
import { DOCUMENT_FORMATS, type ListFormat } from '../../domain/targets/list-format.js';
import type { ReadListView } from '../view.js';

export interface ListFile {
  path: string;
  name: string;
  bytes: Buffer;
  format: ListFormat;
  mediaType: string;
}

type ListSession = Pick<CommandSession<object>, 'deps' | 'desk'>;

/** Reads a list file (`-` for standard input) as bytes and detects its format by extension, otherwise by content. */
export async function openListFile({ deps }: ListSession, path: string): Promise<ListFile> {
  const bytes = await readFile(path, deps.stdin);
  const name = path === '-' ? '' : basename(path);
  const said = findFormat({ mediaType: 'application/octet-stream', name }) ?? null;
  const format = await refusing(path, () => recogniseList(bytes, said));
  const [mediaType] = Object.entries(LIST_MEDIA_TYPES).find(([, known]) => known === format) ?? ['text/plain'];
  if (bytes.length > BIG) deps.stderr.write(`Sending ${(bytes.length / 1024 / 1024).toFixed(1)} MiB …\n`);
  return { path, name, bytes, format, mediaType };
}

const BIG = 1024 * 1024;

export function askDesk({ desk }: ListSession, { bytes, mediaType, name }: ListFile) {
  return desk.postBytes<ReadListView>('/v1/lists/read', { bytes, mediaType, query: { name: name || undefined } });
}

/**
 * Reads the targets of a list for a new notice: text here, workbooks and PDFs in the desk's sandbox. Throws on any line
 * that is not a row, because a new notice has nowhere to record it.
 */
export async function readTargetFile(
  session: ListSession,
  { path, isChecked }: { path: string; isChecked: boolean },
): Promise<(Omit<SentTarget, 'note'> & { note?: string })[]> {
  const file = await openListFile(session, path);
  needCheck(file, isChecked);
  const { rows, problems } = isText(file.format) ? await readHere(file) : (await askDesk(session, file)).body;
  if (problems.length > 0) throw new UsageError(listProblems(path, problems));
  if (rows.length === 0) throw new UsageError(`${path} contains no targets. Put one locator on each line.`);
  return rows.map(({ type, locator, note }) => ({ type, locator, ...(note === '' ? {} : { note }) }));
}

/** Throws a `UsageError` for a PDF or Word document that no person has checked: extraction from print is not reliable. */
export function needCheck({ path, format }: ListFile, isChecked: boolean): void {
  if ((format !== 'pdf' && format !== 'docx') || isChecked) return;
  throw new UsageError(
    `${path} is a ${format.toUpperCase()}: check the targets read from it (notice-desk targets read ${path}), then confirm with --checked (notices submit: --targets-checked).`,
  );
}

function isText(format: ListFormat): boolean {
  return !isOneOf(DOCUMENT_FORMATS, format);
}

export async function readHere(file: Pick<ListFile, 'path' | 'bytes' | 'format'>) {
  return refusing(file.path, async () => {
    const rows: ListRow[] = [];
    const problems: ListProblem[] = [];
    if (file.bytes.length === 0) return { rows, problems };
    for (const item of await openList(file.bytes, { format: file.format })) {
      if (isProblem(item)) problems.push(item);
      else rows.push(item);
    }
    return { rows, problems };
  });
}

async function refusing<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ListRefused) throw new UsageError(`${path}: ${error.message}`);
    throw error;
  }
}

const SHOWN = 5;

function listProblems(path: string, problems: readonly ListProblem[]): string {
  const lines = problems.slice(0, SHOWN).map(({ line, reason }) => `  line ${line}: ${reason}`);
  if (problems.length > SHOWN) lines.push(`  … and ${plural(problems.length - SHOWN, 'more line')}`);
  const head = `${plural(problems.length, 'line')} of ${path} ${problems.length === 1 ? 'is not a target' : 'are not targets'}:`;
  const cure = 'Correct them, or submit the notice with --targets-follow and then: notice-desk targets add NOTICE FILE';
  return [head, ...lines, cure].join('\n');
}
