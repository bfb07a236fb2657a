import { sessionStore } from '../http/session.js';

/** Names of what is kept here begin so; each person has their own. */
const keyOf = (name: string) => `notice-desk.${sessionStore.get().session?.person.id ?? ''}.${name}`;

/** What this tab was told to keep under a name; it survives a reload of the page and ends with the tab. */
export function recall(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(name)) ?? 'null');
  } catch {
    return null;
  }
}

/** Keeps something for a reload of the page; null forgets it. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(keyOf(name));
    else sessionStorage.setItem(keyOf(name), JSON.stringify(value));
  } catch {
    // A full or closed storage costs what was not sent yet, after a reload, and nothing else.
  }
}
