import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { byCursor } from '../http/build-query.js';
import { useCallback, useMemo, useState } from 'react';
import { countQuery } from '../http/counts.js';
import type { NoticeSummary, Page } from '../http/types.js';
import { toApiQuery, type QueueSearch } from './search.js';

const PAGE = 50;

export interface QueueRows {
  rows: NoticeSummary[];
  total: number | null;
  isLoading: boolean;
  error: unknown;
  /** The number of notices that arrived since and are not shown yet. */
  fresh: number;
  showFresh: () => void;
  more: (() => void) | null;
  retry: () => void;
}

/**
 * The rows of the queue. Shown rows update in place; new notices are only counted until the reader asks for them, so
 * that rows do not move under the cursor.
 */
export function useQueue(search: QueueSearch): QueueRows {
  const query = toApiQuery(search).toString();
  const [shown, setShown] = useState<{ query: string; order: string[] }>({ query, order: [] });
  const pages = useInfiniteQuery({
    queryKey: ['live', 'queue', query],
    ...byCursor<Page<NoticeSummary>>(`/v1/notices?limit=${PAGE}&${query}`),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  });
  const total = useQuery({ ...countQuery(query), placeholderData: keepPreviousData }).data;
  const arrived = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const isPlaceholder = pages.isPlaceholderData;
  const { rows, fresh, order } = useMemo(
    () => settle(arrived, shown.query === query ? shown.order : [], pages.data?.pages.length ?? 0),
    [arrived, shown, query, pages.data],
  );
  if (!isPlaceholder && (shown.query !== query || order.length !== shown.order.length)) setShown({ query, order });
  const showFresh = useCallback(() => setShown({ query, order: arrived.map(({ id }) => id) }), [query, arrived]);
  return {
    rows,
    total: total ?? null,
    isLoading: pages.isPending,
    error: pages.error,
    fresh,
    showFresh,
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    retry: () => void pages.refetch(),
  };
}

/** Keeps shown rows in place. Rows of further pages are appended; those that arrived in between only count as new. */
function settle(arrived: readonly NoticeSummary[], order: readonly string[], pages: number) {
  if (order.length === 0) return { rows: [...arrived], fresh: 0, order: arrived.map(({ id }) => id) };
  const known = new Set(order);
  const byId = new Map(arrived.map((notice) => [notice.id, notice]));
  const lastKnown = arrived.findLastIndex(({ id }) => known.has(id));
  const added = arrived.slice(lastKnown + 1).map(({ id }) => id);
  const isLonger = pages > 1 && added.length > 0;
  const kept = order.filter((id) => byId.has(id));
  const next = isLonger ? [...kept, ...added] : kept;
  const rows = next.flatMap((id) => byId.get(id) ?? []);
  return { rows, fresh: arrived.length - rows.length, order: next };
}
