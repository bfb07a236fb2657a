import { useInfiniteQuery } from '@tanstack/react-query';
import { FIRST_PAGE } from '../http/build-query.js';
import { useEffect, useMemo } from 'react';
import { read } from '../http/call.js';
import type { Page, TimelineEntry } from '../http/types.js';

const PAGE = 200;

/** The entries from one end, page by page; loads as many pages as necessary to reach the entry a link names. */
export function useTimeline(id: string, order: 'newest' | 'oldest', wanted: number | null) {
  const pages = useInfiniteQuery({
    queryKey: ['notice', id, 'timeline', order],
    queryFn: ({ pageParam, signal }) =>
      read<Page<TimelineEntry>>(
        `/v1/notices/${id}/timeline?order=${order}&limit=${PAGE}${
          pageParam === null ? '&count=true' : `&cursor=${encodeURIComponent(pageParam)}`
        }`,
        { signal },
      ),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last) => last.nextCursor,
  });
  const entries = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const isMissing = wanted !== null && pages.data !== undefined && !entries.some(({ seq }) => seq === wanted);
  useEffect(() => {
    if (isMissing && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isMissing, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return {
    entries,
    total: pages.data?.pages[0]?.total ?? null,
    isLoading: pages.isPending,
    error: pages.error,
    retry: () => void pages.refetch(),
    more: hasNextPage ? () => void fetchNextPage() : null,
    isFetchingMore: isFetchingNextPage,
  };
}
