import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import type { NoticeSummary, Page } from '../http/types.js';

export interface Neighbours {
  /** 1-based. */
  at: number;
  of: number;
  previous: string | null;
  next: string | null;
}

/** The previous and next notices in the most recently loaded queue that contains this one; null if none does. */
export function useNeighbours(id: string): Neighbours | null {
  const queries = useQueryClient();
  const queues = queries
    .getQueryCache()
    .findAll({ queryKey: ['live', 'queue'] })
    .toSorted((one, other) => other.state.dataUpdatedAt - one.state.dataUpdatedAt);
  for (const { state } of queues) {
    const pages = (state.data as InfiniteData<Page<NoticeSummary>> | undefined)?.pages ?? [];
    const ids = pages.flatMap(({ items }) => items.map((notice) => notice.id));
    const at = ids.indexOf(id);
    if (at >= 0) return { at: at + 1, of: ids.length, previous: ids[at - 1] ?? null, next: ids[at + 1] ?? null };
  }
  return null;
}
