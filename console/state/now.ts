import { useSyncExternalStore } from 'react';

/** How far this machine's clock is behind the desk's, in milliseconds. Deadlines are counted by the desk's. */
let behindMs = 0;
/** The date header has whole seconds; less than this is not told from its rounding. */
const TELLING_MS = 2_000;

/** Corrects the time shown when this machine's own clock is off. */
export function noteServerTime(header: string | null): void {
  const at = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(at)) return;
  const difference = at - Date.now();
  behindMs = Math.abs(difference) < TELLING_MS ? 0 : difference;
}

export function nowMs(): number {
  return Date.now() + behindMs;
}

let tick = 0;
let timer: number | undefined;
const listeners = new Set<() => void>();

/** One second hand for every clock on the screen. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    tick = nowMs();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.clearInterval(timer);
    timer = undefined;
  };
}

/** The present, anew every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (tick === 0 ? (tick = nowMs()) : tick));
}

/** Something made from the present that changes rarely: the screen is drawn anew only when it does. */
export function useFromNow<T extends string | number | boolean>(make: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => make(nowMs()));
}
