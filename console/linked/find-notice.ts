import { useQuery, useQueries, queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { NoticeSummary, Page } from '../http/types.js';

/** A notice as far as it takes to name it; those who only send notices in see no subject. */
export type NamedNotice = Pick<NoticeSummary, 'id' | 'number'> & { subject?: string };

const SHORTEST = 3;

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
    enabled: text.length >= SHORTEST,
    staleTime: 30_000,
  });

/** The notice that a typed number or id means; null if there is none that one may know of, undefined while it is asked. */
export function useNoticeByNumber(text: string): NamedNotice | null | undefined {
  return useQuery(findQuery(text.trim())).data;
}

/** The same for several, in order. */
export function useNoticesByNumber(texts: readonly string[]): (NamedNotice | null | undefined)[] {
  return useQueries({ queries: texts.map((text) => findQuery(text.trim())) }).map(({ data }) => data);
}
