import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page } from '../http/types.js';
import type { AttentionItem, Overview, Releases } from './types.js';

/** More reasons to look than this are counted and not shown: the worst come to light as the first go. */
const MOST = 1_000;

/** Everything that needs a look, over as many pages as it takes, and how much there is. */
export const attentionQuery = queryOptions({
  queryKey: ['live', 'attention', 'all'],
  queryFn: async ({ signal }) => {
    const items: AttentionItem[] = [];
    let cursor: string | null = null;
    let total = 0;
    do {
      const after: string = cursor === null ? '&count=true' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<AttentionItem> = await read(`/v1/ops/attention?limit=200${after}`, { signal, background: true });
      items.push(...page.items);
      total = page.total ?? total;
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < MOST);
    return { items, total: Math.max(total, items.length) };
  },
});

/** Figures of the last two hours; on its own time, since an event says nothing of the pace. */
export const overviewQuery = queryOptions({
  queryKey: ['ops', 'overview'],
  queryFn: ({ signal }) => read<Overview>('/v1/ops/overview', { signal, background: true }),
  refetchInterval: 15_000,
});

/** Which releases of the desk run; they change while somebody upgrades. */
export const releasesQuery = queryOptions({
  queryKey: ['ops', 'releases'],
  queryFn: ({ signal }) => read<Releases>('/v1/ops/releases', { signal, background: true }),
  refetchInterval: 15_000,
});
