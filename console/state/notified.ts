const STORED = 'notice-desk.push';

/** Who turned notifications on in this browser: another person who signs in here is not notified unasked. */
export function readNotified(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    // Storage may be blocked: the person turns them on again.
    return null;
  }
}

export function storeNotified(person: string | null): void {
  try {
    if (person === null) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, person);
  } catch {}
}
