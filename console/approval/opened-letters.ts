import { createStore } from '../state/store.js';

/** Letters the reader has opened, by the digest they go with: a changed submission is unread again. */
export const openedLetters = createStore<ReadonlySet<string>>(new Set());

export function letterKey(digest: string, kind: string): string {
  return `${digest} ${kind}`;
}

export function markOpened(key: string): void {
  openedLetters.set((before) => (before.has(key) ? before : new Set([...before, key])));
}
