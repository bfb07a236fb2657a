import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from './answer.js';
import { read } from './call.js';
import type {
  Authenticity,
  Clock,
  DocumentFacts,
  Notice,
  Page,
  RestoreBasisView,
  SenderCheck,
  TimelineEntry,
  Upload,
} from './types.js';

/**
 * Query keys: `['notice', id, …]` is invalidated by an event of that notice, `['live', …]` by any event, all others by
 * age.
 */
export const noticeQuery = (id: string) =>
  queryOptions({ queryKey: ['notice', id], queryFn: ({ signal }) => read<Notice>(`/v1/notices/${id}`, { signal }) });

export const clocksQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'clocks'],
    queryFn: ({ signal }) => read<Page<Clock>>(`/v1/notices/${id}/clocks?limit=200`, { signal }),
  });

/** The restorations that the reader may make without another person's approval. */
export const restoreBasisQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'restore-basis'],
    queryFn: ({ signal }) => read<RestoreBasisView>(`/v1/notices/${id}/restore-basis`, { signal }),
  });

export const timelineQuery = (id: string, limit = 200) =>
  queryOptions({
    queryKey: ['notice', id, 'timeline', limit],
    queryFn: ({ signal }) => read<Page<TimelineEntry>>(`/v1/notices/${id}/timeline?limit=${limit}`, { signal }),
  });

export const documentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'documents'],
    queryFn: ({ signal }) => read<Page<DocumentFacts>>(`/v1/notices/${id}/documents?limit=200`, { signal }),
  });

export const senderChecksQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'sender-checks'],
    queryFn: ({ signal }) => read<Page<SenderCheck>>(`/v1/notices/${id}/sender-checks?limit=200`, { signal }),
  });

export const authenticityQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'authenticity'],
    queryFn: ({ signal }) => read<Authenticity>(`/v1/notices/${id}/authenticity`, { signal }),
  });

export const uploadsQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'uploads'],
    queryFn: ({ signal }) => read<Page<Upload>>(`/v1/notices/${id}/uploads?limit=200`, { signal, background: true }),
  });

/** The name in the rulebook of the law that governs a notice received at that time. */
export const lawQuery = (id: string, receivedAt: string) =>
  queryOptions({
    queryKey: ['rulebook', 'law', id, receivedAt],
    queryFn: ({ signal }) =>
      read<{ title: string }>(`/v1/rulebook/regimes/${id}?at=${encodeURIComponent(receivedAt)}`, {
        signal,
        background: true,
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

export const countQuery = (query: string) =>
  queryOptions({
    queryKey: ['live', 'count', query],
    queryFn: async ({ signal }) => {
      const page = await read<Page<unknown>>(`/v1/notices?limit=1&count=true&${query}`, { signal, background: true });
      return page.total ?? 0;
    },
    staleTime: 5_000,
  });

export interface ComponentHealth {
  name: string;
  state: 'up' | 'degraded' | 'down';
  since: string;
  detail: string;
  figures?: Record<string, number | string>;
}

interface Readiness {
  ready: boolean;
  parts: ComponentHealth[];
}

/**
 * Component health, polled every 10 s. Reads the body of any status, because an unready server gives its reasons there.
 */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: async ({ signal }) => {
    const response = await fetch('/readyz', { signal, headers: { 'x-background': '1' } });
    return readAnswer<Readiness>(response);
  },
  refetchInterval: 10_000,
});
