import { createStore } from '../state/store.js';

/** Letters the reader has opened, keyed by digest: a changed submission counts as unread. */
export const openedLetters = createStore<ReadonlySet<string>>(new Set());

export function letterKey(digest: string, kind: string): string {
  return `${digest} ${kind}`;
}

export function markOpened(key: string): void {
  openedLetters.set((before) => (before.has(key) ? before : new Set([...before, key])));
}
