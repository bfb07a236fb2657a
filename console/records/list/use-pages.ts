import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { FIRST_PAGE } from '../../http/build-query.js';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';

const PAGE = 50;
/** Maximum page size of the API. */
export const LARGEST_PAGE = 200;

export interface Pages<Row> {
  rows: Row[];
  /** Total over all pages; null while unknown. */
  total: number | null;
  isLoading: boolean;
  isReading: boolean;
  error: unknown;
  more: (() => void) | null;
  again: () => void;
}

export interface HeadedPages<Row, Head> extends Pages<Row> {
  head: (Page<Row> & Head) | null;
}

export type ListFilters = Record<string, string | undefined>;

export function toListQuery(filters: ListFilters): string {
  const given = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value]],
  );
  return new URLSearchParams(given).toString();
}

/**
 * Loads a list page by page. It refreshes only on request or on return to it, so that records do not move while being
 * read.
 */
export function usePages<Row, Head = unknown>(
  path: string,
  filters: ListFilters = {},
  { isOn = true, size = PAGE } = {},
): HeadedPages<Row, Head> {
  const query = toListQuery(filters);
  const pages = useInfiniteQuery({
    queryKey: ['records', path, query],
    queryFn: ({ pageParam, signal }) => {
      const paging = pageParam === null ? { count: 'true' } : { cursor: pageParam };
      return read<Page<Row> & Head>(
        `${path}?${new URLSearchParams({ limit: String(size), ...paging }).toString()}&${query}`,
        {
          signal,
        },
      );
    },
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled: isOn,
    staleTime: 15_000,
  });
  return {
    rows: pages.data?.pages.flatMap(({ items }) => items) ?? [],
    total: pages.data?.pages[0]?.total ?? null,
    head: pages.data?.pages[0] ?? null,
    isLoading: pages.isPending && isOn,
    isReading: pages.isFetching,
    error: pages.error,
    more: pages.hasNextPage ? () => void pages.fetchNextPage() : null,
    again: () => void pages.refetch(),
  };
}
