import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { countsView } from '../../contract/stats.js';
import { read } from './call.js';

type Counts = z.infer<typeof countsView>;
export type WaitingList = Exclude<keyof Counts, 'notices'>;

const STALE_MS = 5_000;
const MAX_QUERIES = 50;

interface Batch {
  queries: string[];
  answer: Promise<Counts>;
}
let open: Batch | null = null;

/** Everything that is asked for in the same moment is one request. */
function join(): Batch {
  if (open !== null && open.queries.length < MAX_QUERIES) return open;
  const queries: string[] = [];
  const answer = new Promise<void>((resolve) => setTimeout(resolve)).then(() => {
    if (open?.queries === queries) open = null;
    const asked = new URLSearchParams(queries.map((query) => ['notices', query]));
    return read<Counts>(`/v1/counts?${asked}`, { background: true });
  });
  open = { queries, answer };
  return open;
}

async function countNotices(query: string): Promise<number> {
  const { queries, answer } = join();
  const place = queries.push(query) - 1;
  return (await answer).notices[place] ?? 0;
}

export const countQuery = (query: string) =>
  queryOptions({
    queryKey: ['live', 'count', query],
    queryFn: () => countNotices(query),
    staleTime: STALE_MS,
  });

/** How many entries of a list wait; 0 for people who may not read it. */
export const waitingQuery = (list: WaitingList) =>
  queryOptions({
    queryKey: ['live', 'waiting', list],
    queryFn: async () => (await join().answer)[list] ?? 0,
    staleTime: STALE_MS,
  });
