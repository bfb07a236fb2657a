import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useIsPrinting } from '../state/printing.js';

/** So many rows of one list are read ahead for paper. */
const MOST_PRINTED = 2_000;
const STEP = 100;

/**
 * Rows of a list that is shown a part at a time. The rest is read meanwhile, for paper has all of it: there nobody can ask
 * for more.
 */
export function useRows<Row>(
  list: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>,
  { first, total }: { first: number; total: number },
) {
  const [wanted, setWanted] = useState(first);
  const isPrinting = useIsPrinting();
  const loaded = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetching, fetchNextPage, isError } = list;
  const isWanted = loaded.length < Math.min(total, Math.max(wanted, MOST_PRINTED));
  useEffect(() => {
    if (hasNextPage && isWanted && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isWanted, isFetching, isError, fetchNextPage]);
  const rows = isPrinting ? loaded : loaded.slice(0, wanted);
  return {
    rows,
    left: total - rows.length,
    /** The next step, and whether it is still being read. */
    next: Math.min(STEP, total - rows.length),
    isReading: isFetching && loaded.length < Math.min(wanted, total),
    more: () => setWanted((before) => before + STEP),
  };
}
