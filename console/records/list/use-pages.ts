import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { FIRST_PAGE } from '../../http/build-query.js';
import { read } from '../../http/call.js';
import { readAll } from '../../http/read-all.js';
import type { Page } from '../../http/types.js';

const PAGE = 50;
const STALE_MS = 15_000;

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
  { isOn = true } = {},
): HeadedPages<Row, Head> {
  const query = toListQuery(filters);
  const pages = useInfiniteQuery({
    queryKey: ['records', path, query],
    queryFn: ({ pageParam, signal }) => {
      const paging = pageParam === null ? { count: 'true' } : { cursor: pageParam };
      const paged = new URLSearchParams({ limit: String(PAGE), ...paging }).toString();
      return read<Page<Row> & Head>(`${path}?${paged}&${query}`, { signal });
    },
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    enabled: isOn,
    staleTime: STALE_MS,
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

/** Loads all pages of a short list, so that the screen can filter it on the client. */
export function useAllPages<Row>(path: string, filters: ListFilters = {}, { isOn = true } = {}): Pages<Row> {
  const query = toListQuery(filters);
  const all = useQuery({
    queryKey: ['records', path, query, 'all'],
    queryFn: ({ signal }) => readAll<Row>(`${path}?${query}`, { signal }),
    placeholderData: keepPreviousData,
    enabled: isOn,
    staleTime: STALE_MS,
  });
  return {
    rows: all.data?.items ?? [],
    total: all.data?.total ?? null,
    isLoading: all.isPending && isOn,
    isReading: all.isFetching,
    error: all.error,
    more: null,
    again: () => void all.refetch(),
  };
}
