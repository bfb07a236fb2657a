import { makeKey } from '../http/call.js';
import { emptyFields, type IntakeDraft, type DraftList } from './draft.js';

export interface DraftFile {
  id: string;
  name: string;
  type: string;
  size: number;
  blob: Blob;
}

/** Maximum bytes of files stored with a draft in this browser; the largest files are dropped first. */
export const MAX_STORED_BYTES = 40 * 1024 * 1024;

const BASE = 'notice-desk';
const STORES = ['drafts', 'lists', 'files'] as const;
type StoreName = (typeof STORES)[number];

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(BASE, 1);
    request.addEventListener('upgradeneeded', () => {
      for (const name of STORES) request.result.createObjectStore(name);
    });
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('no storage')));
  });
}

let opened: Promise<IDBDatabase> | undefined;

async function ask(
  name: StoreName,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  opened ??= open();
  const base = await opened;
  return new Promise((resolve, reject) => {
    const transaction = base.transaction(name, mode);
    const request = work(transaction.objectStore(name));
    transaction.addEventListener('complete', () => resolve(request.result));
    transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('not kept')));
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('not kept')));
  });
}

export function freshDraft(person: string, zone: string): IntakeDraft {
  return {
    id: makeKey(),
    person,
    savedAt: null,
    key: makeKey(),
    pressedAt: null,
    fields: emptyFields(zone),
    document: [],
    filed: null,
  };
}

export async function listDrafts(person: string): Promise<IntakeDraft[]> {
  const all = (await ask('drafts', 'readonly', (store) => store.getAll())) as IntakeDraft[];
  return all
    .filter((draft) => draft.person === person)
    .toSorted((one, other) => (other.savedAt ?? 0) - (one.savedAt ?? 0));
}

export async function storeDraft(draft: IntakeDraft): Promise<void> {
  await ask('drafts', 'readwrite', (store) => store.put(draft, draft.id));
}

/** The list is stored separately, so that typing a subject does not rewrite 100,000 rows. */
export async function storeList(id: string, list: DraftList | null): Promise<void> {
  await ask('lists', 'readwrite', (store) => (list === null ? store.delete(id) : store.put(list, id)));
}

/** Stores the files that fit, smallest first; returns the names of the others. */
export async function storeFiles(id: string, files: readonly DraftFile[]): Promise<string[]> {
  let left = MAX_STORED_BYTES;
  const kept = new Set<string>();
  for (const { id: file, size } of files.toSorted((one, other) => one.size - other.size)) {
    left -= size;
    if (left >= 0) kept.add(file);
  }
  await ask('files', 'readwrite', (store) =>
    store.put(
      files.filter((file) => kept.has(file.id)),
      id,
    ),
  );
  return files.filter((file) => !kept.has(file.id)).map(({ name }) => name);
}

export async function openDraft(id: string): Promise<{ list: DraftList | null; files: DraftFile[] }> {
  const list = (await ask('lists', 'readonly', (store) => store.get(id))) as DraftList | undefined;
  const files = (await ask('files', 'readonly', (store) => store.get(id))) as DraftFile[] | undefined;
  return { list: list ?? null, files: files ?? [] };
}

export async function dropDraft(id: string): Promise<void> {
  for (const name of STORES) await ask(name, 'readwrite', (store) => store.delete(id));
}
