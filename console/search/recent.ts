import { keep, recall } from '../state/tab-memory.js';

const NAME = 'searches';
const MAX_RECENT = 5;

/** Texts that led the person somewhere, newest first. They end with the tab: some name secret notices. */
export function listRecent(): readonly string[] {
  const kept = recall(NAME);
  return Array.isArray(kept) ? kept.filter((text): text is string => typeof text === 'string') : [];
}

export function addRecent(text: string): void {
  keep(NAME, withRecent(listRecent(), text));
}

export function forgetRecent(): void {
  keep(NAME, null);
}

/** Puts a text first, once whatever its case. */
export function withRecent(before: readonly string[], text: string): string[] {
  const same = (other: string) => other.toLocaleLowerCase() === text.toLocaleLowerCase();
  return [text, ...before.filter((other) => !same(other))].slice(0, MAX_RECENT);
}
