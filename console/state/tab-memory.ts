import { sessionStore } from '../http/session.js';

/** Keys include the person, so that people sharing a browser do not see each other's data. */
const buildKey = (name: string) => `notice-desk.${sessionStore.get().session?.person.id ?? ''}.${name}`;

/** Reads a value kept for this tab; it survives a reload and ends with the tab. Null if there is none. */
export function recall(name: string): unknown {
  try {
    return JSON.parse(sessionStorage.getItem(buildKey(name)) ?? 'null');
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown): void {
  try {
    if (value === null) sessionStorage.removeItem(buildKey(name));
    else sessionStorage.setItem(buildKey(name), JSON.stringify(value));
  } catch {
    // If storage is full or blocked, only unsent input is lost on reload.
  }
}
