import type { z } from 'zod';
import type { readListView } from '../../../contract/lists.js';
import { readTargets } from '../../../domain/target/target.js';
import { call } from '../../http/call.js';
import type { DraftList, DraftRow } from '../draft.js';
import type { ReadPaper } from './fact.js';

/** What a file gave: its list, if it holds one, and what it says of the notice, if it is a paper. */
export interface ReadFile {
  list: DraftList | null;
  paper: ReadPaper | null;
  name: string;
  format: string;
  /** Came as a document, not as a list. */
  isPaper: boolean;
}

/** What a list in any format would bring. Nothing is written. A paper need not hold a list. */
export async function readListFile(
  blob: Blob,
  { name, type, isPaper }: { name: string; type: string; isPaper: boolean },
): Promise<ReadFile> {
  const { rows, problems, merged, format, paper } = await call<z.infer<typeof readListView>>(
    'POST',
    `/v1/lists/read?name=${encodeURIComponent(name.slice(-200))}${isPaper ? '&paper=true' : ''}`,
    { body: blob, mediaType: type },
  );
  const list = paper?.noList == null ? { name, format, merged, rows, problems } : null;
  return { list, paper, name, format, isPaper };
}

const OF_ENDING: Record<string, string> = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  tab: 'text/tab-separated-values',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  jsonl: 'application/x-ndjson',
  txt: 'text/plain',
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The media type of a list by its ending: what browsers say of CSV hangs on which office suite is installed. */
export function listTypeOf(name: string): string {
  return OF_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

/** Whether a file may be a list at all. */
export function mayBeList(name: string): boolean {
  return listTypeOf(name) !== 'application/octet-stream';
}

/** A row as edited, looked at anew by the desk's own rules. Whether another row is the same is found when it is filed. */
export function editedRow(row: DraftRow, change: Partial<Pick<DraftRow, 'type' | 'locator' | 'note'>>): DraftRow {
  const next = { ...row, ...change };
  const read = readTargets([{ type: next.type, locator: next.locator, note: next.note }]).targets[0];
  return { ...next, problem: read?.problem ?? null, flags: read?.flags ?? [] };
}
