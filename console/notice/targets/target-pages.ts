import { keepPreviousData, queryOptions, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { buildQuery } from '../../http/build-query.js';
import { useCallback } from 'react';
import { read } from '../../http/call.js';
import type { Page, Target } from '../../http/types.js';
import type { TargetFilters } from './target-search.js';

export const PAGE_ROWS = 100;

function pageQuery(notice: string, filters: TargetFilters, page: number) {
  const query = buildQuery(filters);
  return queryOptions({
    queryKey: ['notice', notice, 'targets', query, page],
    queryFn: ({ signal }) =>
      read<Page<Target>>(`/v1/notices/${notice}/targets?limit=${PAGE_ROWS}&skip=${page * PAGE_ROWS}&${query}`, {
        signal,
      }),
    // Pages scrolled out of view are dropped early: a list may have 100,000 rows.
    gcTime: 30_000,
    placeholderData: keepPreviousData,
  });
}

export function useTargetCount(notice: string, filters: TargetFilters): number | undefined {
  const query = buildQuery(filters);
  return useQuery({
    queryKey: ['notice', notice, 'targets', query, 'count'],
    queryFn: async ({ signal }) =>
      (await read<Page<Target>>(`/v1/notices/${notice}/targets?limit=1&count=true&${query}`, { signal })).total ?? 0,
    placeholderData: keepPreviousData,
  }).data;
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(first / PAGE_ROWS);
  return Array.from({ length: Math.max(0, Math.floor(last / PAGE_ROWS) - from + 1) }, (_, step) => from + step);
}

export interface TargetPages {
  /** The row at an index, once its page is loaded; undefined until then. */
  rowAt: (place: number) => Target | undefined;
  error: unknown;
  retry: () => void;
  /** Target numbers between two indexes; loads them if necessary. */
  numbersBetween: (from: number, to: number) => Promise<number[]>;
}

/** Loads only the visible pages and that of the cursor, which may be 100,000 rows away after a jump. */
export function useTargetPages(
  notice: string,
  { filters, first, last, at }: { filters: TargetFilters; first: number; last: number; at: number },
): TargetPages {
  const queries = useQueryClient();
  const wanted = [...new Set([...pagesBetween(first, last), Math.floor(at / PAGE_ROWS)])];
  const pages = useQueries({ queries: wanted.map((page) => pageQuery(notice, filters, page)) });
  const rowAt = (place: number) => {
    const page = pages[wanted.indexOf(Math.floor(place / PAGE_ROWS))];
    return page === undefined || page.isPlaceholderData ? undefined : page.data?.items[place % PAGE_ROWS];
  };
  const numbersBetween = useCallback(
    async (one: number, other: number) => {
      const [low, high] = one < other ? [one, other] : [other, one];
      const numbers: number[] = [];
      for (let page = Math.floor(low / PAGE_ROWS); page <= Math.floor(high / PAGE_ROWS); page += 1) {
        const { items } = await queries.fetchQuery({ ...pageQuery(notice, filters, page), staleTime: 10_000 });
        numbers.push(
          ...items.flatMap(({ no }, row) => {
            const place = page * PAGE_ROWS + row;
            return place >= low && place <= high ? [no] : [];
          }),
        );
      }
      return numbers;
    },
    [queries, notice, filters],
  );
  return {
    rowAt,
    error: pages.find(({ error }) => error !== null)?.error ?? null,
    retry: () => void queries.invalidateQueries({ queryKey: ['notice', notice, 'targets'] }),
    numbersBetween,
  };
}
