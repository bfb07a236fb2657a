import { useQuery, useQueries, queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { NoticeSummary, Page } from '../http/types.js';

/** The fields that name a notice; people who only submit notices see no subject. */
export type NamedNotice = Pick<NoticeSummary, 'id' | 'number'> & { subject?: string };

const MIN = 3;

const findQuery = (text: string) =>
  queryOptions({
    queryKey: ['find-notice', text],
    queryFn: async ({ signal }) => {
      const { items } = await read<Page<NamedNotice>>(`/v1/notices?limit=5&q=${encodeURIComponent(text)}`, {
        signal,
        background: true,
      });
      return items.find(({ id, number }) => number.toLowerCase() === text.toLowerCase() || id === text) ?? null;
    },
    enabled: text.length >= MIN,
    staleTime: 30_000,
  });

/** Resolves a typed number or id; null if the reader can access no such notice, undefined while loading. */
export function useNoticeByNumber(text: string): NamedNotice | null | undefined {
  return useQuery(findQuery(text.trim())).data;
}

export function useNoticesByNumber(texts: readonly string[]): (NamedNotice | null | undefined)[] {
  return useQueries({ queries: texts.map((text) => findQuery(text.trim())) }).map(({ data }) => data);
}
