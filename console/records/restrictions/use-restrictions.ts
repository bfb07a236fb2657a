import { useQuery } from '@tanstack/react-query';
import { locatorForms } from '../../../domain/targets/target.js';
import { read } from '../../http/call.js';
import type { Page, Restriction } from '../../http/types.js';
import { toListQuery, usePages, type ListFilters, type Pages } from '../list/use-pages.js';

const PATH = '/v1/restrictions';

const buildKey = ({ type, locator, countries }: Restriction) => `${type} ${locator} ${countries.join()}`;

/** Restrictions in force, page by page; with a locator, those under any of its spellings, without paging. */
export function useRestrictions({ type, locator = '' }: ListFilters): Pages<Restriction> {
  const isSearch = locator !== '';
  const pages = usePages<Restriction>(PATH, { type }, { isOn: !isSearch });
  const search = useQuery({
    queryKey: ['records', PATH, 'search', type, locator],
    queryFn: async ({ signal }) => {
      const answers = await Promise.all(
        listWritings(locator).map((writing) =>
          read<Page<Restriction>>(`${PATH}?limit=200&${toListQuery({ type, locator: writing })}`, { signal }),
        ),
      );
      const found = answers.flatMap(({ items }) => items.map((item) => [buildKey(item), item] as const));
      return [...new Map(found).values()];
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

/** Returns the spellings under which a pasted locator may be recorded: as typed and as normalized. */
export function listWritings(locator: string): string[] {
  return [...new Set([locator.trim(), ...locatorForms(locator)])].filter((text) => text !== '');
}
