import { sessionStore } from '../http/session.js';

/** Keys include the person, so that people sharing a browser do not see each other's data. */
const buildKey = (name: string) => `notice-desk.${sessionStore.get().session?.person.id ?? ''}.${name}`;

/**
 * Reads a value kept for this tab; it survives a reload and ends with the tab. `localStorage` keeps it for this browser.
 * Null if there is none.
 */
export function recall(name: string, storage: Storage = sessionStorage): unknown {
  try {
    return JSON.parse(storage.getItem(buildKey(name)) ?? 'null');
  } catch {
    return null;
  }
}

export function keep(name: string, value: unknown, storage: Storage = sessionStorage): void {
  try {
    if (value === null) storage.removeItem(buildKey(name));
    else storage.setItem(buildKey(name), JSON.stringify(value));
  } catch {
    // If storage is full or blocked, only unsent input is lost on reload.
  }
}
