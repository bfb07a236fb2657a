import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page, SavedView } from '../http/types.js';
import type { QueueSearch } from './search.js';

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => read<Page<SavedView>>('/v1/views?limit=200', { signal, background: true }),
  staleTime: 60_000,
});

const sorted = ({ open: _open, ...filters }: QueueSearch) =>
  [...new URLSearchParams(filters)].map(String).toSorted().join();

/** Whether two addresses show the same list, regardless of parameter order and of the notice shown beside it. */
export function isViewOf(view: QueueSearch, search: QueueSearch): boolean {
  return sorted(view) === sorted(search);
}
