import type { z } from 'zod';
import type { readListView } from '../../../contract/lists.js';
import { readTargets } from '../../../domain/targets/target.js';
import { call } from '../../http/call.js';
import type { DraftList, DraftRow } from '../draft.js';
import type { ReadDocument } from './fact.js';

/** The contents of a file: a target list, if it holds one, and facts about the notice, if it is a document. */
export interface ReadFile {
  list: DraftList | null;
  document: ReadDocument | null;
  name: string;
  format: string;
  /** Uploaded as a document rather than as a list. */
  isDocument: boolean;
}

/** Parses a file without storing anything. A document need not contain a list. */
export async function readListFile(
  blob: Blob,
  { name, type, isDocument }: { name: string; type: string; isDocument: boolean },
): Promise<ReadFile> {
  const { rows, problems, merged, format, document } = await call<z.infer<typeof readListView>>(
    'POST',
    `/v1/lists/read?name=${encodeURIComponent(name.slice(-200))}${isDocument ? '&document=true' : ''}`,
    { body: blob, mediaType: type },
  );
  const list = document?.noList == null ? { name, format, merged, rows, problems } : null;
  return { list, document, name, format, isDocument };
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
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** Derives the media type from the extension; what browsers report for CSV depends on the installed office suite. */
export function findListType(name: string): string {
  return OF_ENDING[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

export function mayBeList(name: string): boolean {
  return findListType(name) !== 'application/octet-stream';
}

/** Re-validates an edited row by the rules of the API. Duplicates of other rows are detected only on filing. */
export function editedRow(row: DraftRow, change: Partial<Pick<DraftRow, 'type' | 'locator' | 'note'>>): DraftRow {
  const next = { ...row, ...change };
  const read = readTargets([{ type: next.type, locator: next.locator, note: next.note }]).targets[0];
  return { ...next, problem: read?.problem ?? null, flags: read?.flags ?? [] };
}
