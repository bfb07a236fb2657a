import type { PaperLine } from '../../domain/paper/lines.js';
import { readCsv } from './csv.js';
import { readFenced } from './fence.js';
import { ListRefused, type ListItem } from './item.js';
import { readJson, readNdjson } from './json.js';
import { readLines } from './lines.js';
import { readPlain } from './plain.js';
import { readSheets } from './sheets.js';
import type { ListFormat } from '../../domain/target/list-format.js';

/**
 * Opens a list of targets in any of the formats. Text is read as it is iterated, a few lines at a time; a workbook or a
 * PDF is read first, fenced. Throws ListRefused, now or while iterating, where the list as a whole cannot be read.
 */
export async function openList(
  bytes: Buffer,
  { format, charset }: { format: ListFormat; charset?: string | undefined },
): Promise<Iterable<ListItem>> {
  if (bytes.length === 0) throw new ListRefused('The list is empty.');
  switch (format) {
    case 'csv':
      return readCsv(readLines(bytes, charset));
    case 'ndjson':
      return readNdjson(readLines(bytes, charset));
    case 'json':
      return readJson(bytes);
    case 'text':
      return readPlain(readLines(bytes, charset));
    case 'xlsx':
    case 'pdf':
      return (await openPaper(bytes, format)).items;
  }
}

/**
 * Opens a workbook or a PDF as the paper that it is: the list in it, and the text that may say what it is. Iterating the
 * list throws ListRefused where there is none; the text stands all the same.
 */
export async function openPaper(
  bytes: Buffer,
  format: 'xlsx' | 'pdf',
): Promise<{ items: Iterable<ListItem>; text: PaperLine[] }> {
  const { sheets, text } = await readFenced(bytes, format);
  return { items: format === 'pdf' && text.length === 0 ? noText() : readSheets(sheets), text };
}

// oxlint-disable-next-line eslint/require-yield -- a list that is refused when it is read, like any other
function* noText(): Generator<ListItem> {
  throw new ListRefused('The PDF contains no text: it may be a scan. Type the list, or run OCR on it.');
}
