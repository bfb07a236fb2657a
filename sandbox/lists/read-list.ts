import type { DocumentLine } from '../../domain/documents/lines.js';
import { readCsv } from './csv.js';
import { readFenced } from './fence.js';
import { isProblem, ListRefused, type ListItem } from './item.js';
import { readJson, readNdjson } from './json.js';
import { splitTextLines, type TextLine } from './lines.js';
import { isLetter, readLetter, readPlain } from './plain.js';
import { readSheets } from './sheets.js';
import type { DocumentFormat, ListFormat } from '../../domain/targets/list-format.js';

/**
 * Opens a list of targets in any format. Text is read lazily while iterating; a workbook or PDF is read up front in a
 * sandbox. Throws `ListRefused`, now or while iterating, if the whole list cannot be read.
 */
export async function openList(
  bytes: Buffer,
  { format, charset }: { format: ListFormat; charset?: string | undefined },
): Promise<Iterable<ListItem>> {
  if (bytes.length === 0) throw new ListRefused('The list is empty.');
  switch (format) {
    case 'csv':
      return readCsv(splitTextLines(bytes, charset));
    case 'ndjson':
      return readNdjson(splitTextLines(bytes, charset));
    case 'json':
      return readJson(bytes);
    case 'text':
      return openText(bytes, charset).items;
    case 'xlsx':
    case 'pdf':
    case 'docx':
      return (await openDocument(bytes, format)).items;
  }
}

/**
 * Opens a workbook, PDF or Word document: its list and its text. Iterating the list throws `ListRefused` if there is
 * none; the text remains usable.
 */
export async function openDocument(
  bytes: Buffer,
  format: DocumentFormat,
): Promise<{ items: Iterable<ListItem>; text: DocumentLine[] }> {
  const { sheets, text } = await readFenced(bytes, format);
  return { items: format === 'pdf' && text.length === 0 ? noText() : readSheets(sheets), text };
}

/** The first lines of a text, at most as many as identify a document. */
export function readTextLines(bytes: Buffer, charset?: string): DocumentLine[] {
  return readHeadLines(bytes, charset).map(({ line, text }) => ({ page: 1, line, text }));
}

function readHeadLines(bytes: Buffer, charset: string | undefined): TextLine[] {
  return [...takeFirst(splitTextLines(bytes, charset), MAX_LETTER_LINES)].filter(
    (line): line is TextLine => !isProblem(line),
  );
}

/** Opens a text as a list, or as a letter with its text where it is written like one. */
export function openText(bytes: Buffer, charset?: string): { items: Iterable<ListItem>; text: DocumentLine[] | null } {
  const head = readHeadLines(bytes, charset);
  if (!isLetter(head)) return { items: readPlain(splitTextLines(bytes, charset)), text: null };
  return { items: readLetter(splitTextLines(bytes, charset)), text: readTextLines(bytes, charset) };
}

const MAX_LETTER_LINES = 600;

function* takeFirst<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}

// oxlint-disable-next-line eslint/require-yield -- a list that is refused when it is read, like any other
function* noText(): Generator<ListItem> {
  throw new ListRefused('The PDF contains no text: it may be a scan. Type the list, or run OCR on it.');
}
