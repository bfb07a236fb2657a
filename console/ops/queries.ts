import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page } from '../http/types.js';
import type { AlertItem, Overview, ReleasesView } from './types.js';

/** Maximum number of alerts loaded; further ones are only counted, and appear as earlier ones are resolved. */
const MAX = 1_000;

/** All open alerts, over as many pages as necessary, and their total. */
export const alertsQuery = queryOptions({
  queryKey: ['live', 'alert', 'all'],
  queryFn: async ({ signal }) => {
    const items: AlertItem[] = [];
    let cursor: string | null = null;
    let total = 0;
    do {
      const after: string = cursor === null ? '&count=true' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<AlertItem> = await read(`/v1/ops/alerts?limit=200${after}`, { signal, background: true });
      items.push(...page.items);
      total = page.total ?? total;
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < MAX);
    return { items, total: Math.max(total, items.length) };
  },
});

/** Figures of the last two hours; polled, because no event reports throughput. */
export const overviewQuery = queryOptions({
  queryKey: ['ops', 'overview'],
  queryFn: ({ signal }) => read<Overview>('/v1/ops/overview', { signal, background: true }),
  refetchInterval: 15_000,
});

/** Releases in service; polled, because they change during an upgrade. */
export const releasesQuery = queryOptions({
  queryKey: ['ops', 'releases'],
  queryFn: ({ signal }) => read<ReleasesView>('/v1/ops/releases', { signal, background: true }),
  refetchInterval: 15_000,
});
