import type { LawEvent } from './law-event.js';
import type { PageChange } from './law-page.js';

/** A page of law that changed. It changes no law by itself. */
export interface TextDraft extends PageChange {
  kind: 'text';
  title: string;
  url: string;
  /** When the text before the change was read. */
  readBefore: string;
  readAfter: string;
  /** Whether the page is text; of a file, like a PDF, only the hash is compared. */
  isText: boolean;
}

export type EventDraft = LawEvent & { kind: 'event' };

/** What law watch found, for a person to settle. */
export type LawDraft = TextDraft | EventDraft;

export function describeDraft(draft: LawDraft): string {
  if (draft.kind === 'event') return `${draft.on}: ${draft.what}`;
  const { title, isText, clauses } = draft;
  if (!isText) return `${title}: the file has changed; compare what is quoted from it.`;
  const quoted =
    clauses.length === 0
      ? 'every quoted clause is still on it'
      : `${clauses.length} quoted ${clauses.length === 1 ? 'clause is' : 'clauses are'} no longer on it`;
  return `${title}: the page has changed; ${quoted}.`;
}
