import { readCsv } from './csv.js';
import { readFenced } from './fence.js';
import { ListRefused, type ListFormat, type ListItem } from './item.js';
import { readJson, readNdjson } from './json.js';
import { readLines } from './lines.js';
import { readPlain } from './plain.js';
import { readSheets } from './sheets.js';

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
      return readSheets(await readFenced(bytes, format));
  }
}
