import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';
import { toListQuery, usePages, type Pages } from '../list/use-pages.js';
import type { Restriction } from './types.js';
import { listWritings } from './writings.js';

const PATH = '/v1/restrictions';

const buildKey = ({ type, locator, countries }: Restriction) => `${type} ${locator} ${countries.join()}`;

/** Restrictions in force, page by page; with a locator, those under any of its spellings, without paging. */
export function useRestrictions({ type, locator }: { type?: string; locator?: string }): Pages<Restriction> {
  const isSearch = locator !== undefined && locator !== '';
  const pages = usePages<Restriction>(PATH, { type }, { isOn: !isSearch });
  const search = useQuery({
    queryKey: ['records', PATH, 'search', type, locator],
    queryFn: async ({ signal }) => {
      const answers = await Promise.all(
        listWritings(locator ?? '').map((writing) =>
          read<Page<Restriction>>(`${PATH}?limit=200&${toListQuery({ type, locator: writing })}`, { signal }),
        ),
      );
      return [
        ...new Map(answers.flatMap(({ items }) => items.map((item) => [buildKey(item), item] as const))).values(),
      ];
    },
    enabled: isSearch,
  });
  if (!isSearch) return pages;
  return {
    rows: search.data ?? [],
    total: search.data?.length ?? null,
    isLoading: search.isPending,
    isReading: search.isFetching,
    error: search.error,
    more: null,
    again: () => void search.refetch(),
  };
}
