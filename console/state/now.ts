import { useSyncExternalStore } from 'react';

/**
 * How far this machine's clock is behind the server's, in milliseconds. Deadlines are counted by the server's clock.
 */
let behindMs = 0;
/** The `Date` header has whole seconds, so a smaller difference may be rounding. */
const COUNTDOWN_MS = 2_000;

/** Corrects the displayed time by the `Date` header if this machine's clock is off. */
export function noteServerTime(header: string | null): void {
  const at = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(at)) return;
  const difference = at - Date.now();
  behindMs = Math.abs(difference) < COUNTDOWN_MS ? 0 : difference;
}

export function nowMs(): number {
  return Date.now() + behindMs;
}

let tick = 0;
let timer: number | undefined;
const listeners = new Set<() => void>();

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

/** Returns the corrected time, updated every second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => (tick === 0 ? (tick = nowMs()) : tick));
}

/** Derives a value from the time; re-renders only when the value changes. */
export function useFromNow<T extends string | number | boolean>(make: (now: number) => T): T {
  return useSyncExternalStore(subscribe, () => make(nowMs()));
}

/** The time, updated every minute. */
export const useMinute = (): number => useFromNow((at) => Math.floor(at / 60_000) * 60_000);
