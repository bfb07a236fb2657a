import { useCallback, useEffect, useRef, useState } from 'react';
import { makeKey } from '../http/call.js';
import { sessionStore } from '../http/session.js';
import { nowMs } from '../state/now.js';
import { isTouched, type IntakeDraft, type DraftList, type Fields } from './draft.js';
import {
  dropDraft,
  freshDraft,
  storeDraft,
  storeFiles,
  storeList,
  listDrafts,
  openDraft,
  type DraftFile,
} from './drafts.js';
import { confirmed, buildEmptied, filledBy, readDocument, withoutDocument } from './document/document.js';
import { ownZone } from '../forms/when/zones.js';
import type { DraftFact } from './document/fact.js';

/** Pause in typing after which the draft is saved. */
const REST_MS = 500;

export interface DraftState {
  draft: IntakeDraft;
  list: DraftList | null;
  files: readonly DraftFile[];
  others: readonly IntakeDraft[];
  keeps: boolean;
  notStored: readonly string[];
  change: (fields: Partial<Fields>) => void;
  readDocument: (said: Parameters<typeof readDocument>[1]) => void;
  dropDocument: (file: string) => void;
  confirm: (facts: readonly DraftFact[]) => void;
  takeBack: (fact: DraftFact) => void;
  use: (fact: DraftFact) => void;
  setList: (list: DraftList | null) => void;
  setFiles: (change: (before: readonly DraftFile[]) => readonly DraftFile[]) => void;
  setFiled: (filed: IntakeDraft['filed']) => void;
  setPressedAt: (at: number) => void;
  /** Starts a new act, so that a rejected filing can be sent again with a corrected body. */
  renewKey: () => void;
  open: (id: string) => void;
  start: () => void;
  remove: (id: string) => void;
}

function useOpen(person: string) {
  const [draft, setDraft] = useState<IntakeDraft | null>(null);
  const [list, setList] = useState<DraftList | null>(null);
  const [files, setFiles] = useState<readonly DraftFile[]>([]);
  const [all, setAll] = useState<readonly IntakeDraft[]>([]);
  const [keeps, setKeeps] = useState(true);
  const [notStored, setNotStored] = useState<readonly string[]>([]);
  const guard = useCallback(async <T>(work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch {
      setKeeps(false);
      return undefined;
    }
  }, []);
  const show = useCallback(
    async (next: IntakeDraft) => {
      const parts = await guard(openDraft(next.id));
      setList(parts?.list ?? null);
      setFiles(parts?.files ?? []);
      setNotStored([]);
      setDraft(next);
    },
    [guard],
  );
  useEffect(() => {
    const begin = async () => {
      const found = (await guard(listDrafts(person))) ?? [];
      setAll(found);
      await show(found[0] ?? freshDraft(person, ownZone()));
    };
    void begin();
  }, [person, guard, show]);
  return { draft, setDraft, list, setList, files, setFiles, all, setAll, keeps, notStored, setNotStored, guard, show };
}

export function useDraft(): DraftState | null {
  const person = sessionStore.get().session?.person.id ?? '';
  const open = useOpen(person);
  const { draft, setDraft, list, files, all, setAll, guard, show } = open;
  const keep = useCallback(
    async (next: IntakeDraft) => {
      const kept = { ...next, savedAt: nowMs() };
      await guard(storeDraft(kept));
      setAll((before) => [kept, ...before.filter(({ id }) => id !== kept.id)]);
      setDraft((before) => (before?.id === kept.id ? { ...before, savedAt: kept.savedAt } : before));
    },
    [guard, setAll, setDraft],
  );
  const latest = useKept(draft, keep);
  const rest = useRef(0);
  if (draft === null) return null;
  const alter = (change: (before: IntakeDraft) => IntakeDraft) =>
    setDraft((before) => (before === null ? null : change(before)));
  const start = () => void show(freshDraft(person, ownZone()));
  const keepLatest = async () => (latest.current === null ? undefined : keep(latest.current));
  const storeRows = async (next: DraftList | null) => {
    await guard(storeList(draft.id, next));
    await keepLatest();
  };
  const storeDocuments = async (next: readonly DraftFile[]) => {
    open.setNotStored((await guard(storeFiles(draft.id, next))) ?? []);
    await keepLatest();
  };
  const drop = async (id: string) => {
    await guard(dropDraft(id));
    setAll((before) => before.filter((each) => each.id !== id));
    if (id === draft.id) start();
  };
  return {
    draft,
    list,
    files,
    others: all.filter(({ id }) => id !== draft.id),
    keeps: open.keeps,
    notStored: open.notStored,
    change: (fields) => alter((before) => ({ ...before, fields: { ...before.fields, ...fields } })),
    readDocument: (said) => alter((before) => (before.id === draft.id ? readDocument(before, said) : before)),
    dropDocument: (file) => alter((before) => withoutDocument(before, file)),
    confirm: (facts) => alter((before) => ({ ...before, document: confirmed(before.document, facts) })),
    takeBack: (fact) => alter((before) => ({ ...before, fields: { ...before.fields, ...buildEmptied(fact) } })),
    use: (fact) =>
      alter((before) => ({
        ...before,
        fields: { ...before.fields, ...filledBy(fact) },
        document: confirmed(before.document, [fact]),
      })),
    setList: (next) => {
      open.setList(next);
      // A long list is not written on every keystroke.
      window.clearTimeout(rest.current);
      rest.current = window.setTimeout(() => void storeRows(next), REST_MS);
    },
    setFiles: (change) => {
      const next = change(files);
      open.setFiles(next);
      void storeDocuments(next);
    },
    setFiled: (filed) => alter((before) => ({ ...before, filed })),
    setPressedAt: (pressedAt) => alter((before) => ({ ...before, pressedAt })),
    renewKey: () => alter((before) => ({ ...before, key: makeKey(), pressedAt: null })),
    open: (id) => {
      const other = all.find((each) => each.id === id);
      if (other !== undefined) void show(other);
    },
    start,
    remove: (id) => void drop(id),
  };
}

/** Saves the draft after a pause in typing, or immediately on `pagehide`. */
function useKept(draft: IntakeDraft | null, keep: (draft: IntakeDraft) => Promise<void>) {
  const text = draft === null || !(isTouched(draft.fields) || draft.savedAt !== null) ? '' : toText(draft);
  const kept = useRef(text);
  const present = useRef(draft);
  useEffect(() => {
    present.current = draft;
  });
  useEffect(() => {
    if (draft === null || draft.savedAt === null || kept.current !== '') return;
    kept.current = toText(draft);
  }, [draft]);
  useEffect(() => {
    if (text === '' || text === kept.current) return;
    const now = () => {
      kept.current = text;
      if (present.current !== null) void keep(present.current);
    };
    const timer = window.setTimeout(now, REST_MS);
    window.addEventListener('pagehide', now);
    return () => {
      window.clearTimeout(timer);
      window.removeEventListener('pagehide', now);
    };
  }, [text, keep]);
  return present;
}

const toText = ({ savedAt: _, ...draft }: IntakeDraft) => JSON.stringify(draft);
