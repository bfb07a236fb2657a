import type { QueryClient } from '@tanstack/react-query';
import { nowMs } from './now.js';
import { createStore } from './store.js';

export interface Live {
  state: 'live' | 'reconnecting' | 'offline';
  /** Time of the last message from the server, in milliseconds. */
  heardAt: number;
}

export const liveStore = createStore<Live>({ state: 'reconnecting', heardAt: nowMs() });

interface NoticeEvent {
  notice?: string | null;
}

/** Events within this time cause a single refresh. */
const GATHER_MS = 250;
const REOPEN_MS = 3_000;

/** Subscribes to the event stream and invalidates the queries affected. Returns the unsubscribe function. */
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
      // Browsers reconnect a broken stream but not a rejected one.
      if (source?.readyState === EventSource.CLOSED) again = window.setTimeout(open, REOPEN_MS);
    });
    for (const type of ['notice', 'clock', 'alert']) source.addEventListener(type, hear as (event: Event) => void);
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

/** Polls instead of streaming, for people without access to events. Returns the function that stops it. */
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
