import type { DocumentLine } from '../../domain/documents/lines.js';
import { readCsv } from './csv.js';
import { readFenced } from './fence.js';
import { ListRefused, type ListItem } from './item.js';
import { readJson, readNdjson } from './json.js';
import { splitTextLines } from './lines.js';
import { readPlain } from './plain.js';
import { readSheets } from './sheets.js';
import type { ListFormat } from '../../domain/targets/list-format.js';

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
      return readPlain(splitTextLines(bytes, charset));
    case 'xlsx':
    case 'pdf':
      return (await openDocument(bytes, format)).items;
  }
}

/**
 * Opens a workbook or PDF as a document: its list and its text. Iterating the list throws `ListRefused` if there is
 * none; the text remains usable.
 */
export async function openDocument(
  bytes: Buffer,
  format: 'xlsx' | 'pdf',
): Promise<{ items: Iterable<ListItem>; text: DocumentLine[] }> {
  const { sheets, text } = await readFenced(bytes, format);
  return { items: format === 'pdf' && text.length === 0 ? noText() : readSheets(sheets), text };
}

// oxlint-disable-next-line eslint/require-yield -- a list that is refused when it is read, like any other
function* noText(): Generator<ListItem> {
  throw new ListRefused('The PDF contains no text: it may be a scan. Type the list, or run OCR on it.');
}
