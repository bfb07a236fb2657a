import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page } from '../http/types.js';
import type { QueueSearch } from './search.js';

/** A view of the queue that somebody has kept: a name for a query. */
export interface SavedView {
  id: string;
  name: string;
  query: string;
  shared: boolean;
  mine: boolean;
}

export const viewsQuery = queryOptions({
  queryKey: ['views'],
  queryFn: ({ signal }) => read<Page<SavedView>>('/v1/views?limit=200', { signal, background: true }),
  staleTime: 60_000,
});

const sorted = (query: URLSearchParams) => [...query].map(String).toSorted().join();

/** Whether the filters of an address are those of a view, in whatever order. */
export function isViewOf({ query }: SavedView, { open: _open, ...filters }: QueueSearch): boolean {
  return sorted(new URLSearchParams(query)) === sorted(new URLSearchParams(filters));
}
