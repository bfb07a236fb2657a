import type { QueryClient } from '@tanstack/react-query';
import { nowMs } from './now.js';
import { createStore } from './store.js';

/** Whether the screen shows what is true now. */
export interface Live {
  state: 'live' | 'reconnecting' | 'offline';
  /** When the last word came from the desk, in milliseconds. */
  heardAt: number;
}

export const liveStore = createStore<Live>({ state: 'reconnecting', heardAt: nowMs() });

interface NoticeEvent {
  notice?: string | null;
}

/** Events that arrive together are one reason to read again. */
const GATHER_MS = 250;
const REOPEN_MS = 3_000;

/** Follows the desk's events and makes what they touch be read again. Ends with the returned function. */
export function followEvents(queries: QueryClient): () => void {
  const touched = new Set<string>();
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    for (const notice of touched) void queries.invalidateQueries({ queryKey: ['notice', notice] });
    touched.clear();
    void queries.invalidateQueries({ queryKey: ['live'] });
  };
  const hear = (event: MessageEvent<string>) => {
    liveStore.set({ state: 'live', heardAt: nowMs() });
    const { notice } = JSON.parse(event.data) as NoticeEvent;
    if (typeof notice === 'string') touched.add(notice);
    timer ??= window.setTimeout(flush, GATHER_MS);
  };
  let source: EventSource | undefined;
  let again: number | undefined;
  const open = () => {
    source = new EventSource('/v1/events');
    source.addEventListener('open', () => {
      const wasAway = liveStore.get().state !== 'live';
      liveStore.set({ state: 'live', heardAt: nowMs() });
      if (wasAway) void queries.invalidateQueries();
    });
    source.addEventListener('error', () => {
      liveStore.set((before) => ({ ...before, state: navigator.onLine ? 'reconnecting' : 'offline' }));
      // A refused stream is not tried again by the browser; a broken one is.
      if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(open, REOPEN_MS);
    });
    for (const type of ['notice', 'clock', 'attention']) source.addEventListener(type, hear as (event: Event) => void);
  };
  const goneOffline = () => liveStore.set((before) => ({ ...before, state: 'offline' }));
  window.addEventListener('offline', goneOffline);
  open();
  return () => {
    source?.close();
    window.clearTimeout(timer);
    window.clearTimeout(again);
    window.removeEventListener('offline', goneOffline);
  };
}

const ASK_MS = 15_000;

/** For those whom the desk tells no events: asks from time to time, and makes what is shown be read again. */
export function askAgain(queries: QueryClient): () => void {
  const ask = async () => {
    const answered = await fetch('/healthz').then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) {
      liveStore.set({ state: 'live', heardAt: nowMs() });
      await queries.invalidateQueries({ queryKey: ['live'] });
    } else {
      liveStore.set((before) => ({ ...before, state: navigator.onLine ? 'reconnecting' : 'offline' }));
    }
  };
  void ask();
  const timer = window.setInterval(() => void ask(), ASK_MS);
  return () => window.clearInterval(timer);
}
