import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from './answer.js';
import { read } from './call.js';
import type {
  Authenticity,
  Clock,
  DocumentFacts,
  ForMe,
  Notice,
  Page,
  RestoreBasisView,
  SenderCheck,
  Stats,
  TimelineEntry,
  Upload,
  Readiness,
} from './types.js';

/**
 * Query keys: `['notice', id, …]` is invalidated by an event of that notice, `['live', …]` by any event, all others by
 * age.
 */
export const noticeQuery = (id: string) =>
  queryOptions({ queryKey: ['notice', id], queryFn: ({ signal }) => read<Notice>(`/v1/notices/${id}`, { signal }) });

/** What the API has below a notice; a list is read up to its largest page. */
export const queryBelow =
  <Answer>(part: string, path = part) =>
  (notice: string) =>
    queryOptions({
      queryKey: ['notice', notice, part],
      queryFn: ({ signal }) => read<Answer>(`/v1/notices/${notice}/${path}`, { signal }),
    });
export const queryListBelow = <Row>(part: string) => queryBelow<Page<Row>>(part, `${part}?limit=200`);

export const clocksQuery = queryListBelow<Clock>('clocks');
export const documentsQuery = queryListBelow<DocumentFacts>('documents');
export const senderChecksQuery = queryListBelow<SenderCheck>('sender-checks');
export const authenticityQuery = queryBelow<Authenticity>('authenticity');
/** The restorations that the reader may make without another person's approval. */
export const restoreBasisQuery = queryBelow<RestoreBasisView>('restore-basis');

export const timelineQuery = (id: string, limit = 200) =>
  queryOptions({
    queryKey: ['notice', id, 'timeline', limit],
    queryFn: ({ signal }) => read<Page<TimelineEntry>>(`/v1/notices/${id}/timeline?limit=${limit}`, { signal }),
  });

export const statsQuery = queryOptions({
  queryKey: ['live', 'stats'],
  queryFn: ({ signal }) => read<Stats>('/v1/stats', { signal, background: true }),
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

export const forMeQuery = queryOptions({
  queryKey: ['live', 'for-me'],
  queryFn: ({ signal }) => read<ForMe>('/v1/me/inbox', { signal }),
  staleTime: 5_000,
});

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
