import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { flushSync } from 'react-dom';
import { useEffect, useState } from 'react';

/** Maximum number of rows loaded in the background so that a printout is complete. */
const MAX_PRINTED = 2_000;
const STEP = 100;

/**
 * Rows of a list shown in steps. The rest loads in the background, because a printout contains all rows and cannot be
 * paged.
 */
export function useRows<Row>(
  list: UseInfiniteQueryResult<InfiniteData<{ items: Row[] }>>,
  { first, total }: { first: number; total: number },
) {
  const [wanted, setWanted] = useState(first);
  const isPrinting = useIsPrinting();
  const loaded = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetching, fetchNextPage, isError } = list;
  const isWanted = loaded.length < Math.min(total, Math.max(wanted, MAX_PRINTED));
  useEffect(() => {
    if (hasNextPage && isWanted && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isWanted, isFetching, isError, fetchNextPage]);
  const rows = isPrinting ? loaded : loaded.slice(0, wanted);
  return {
    rows,
    left: total - rows.length,
    next: Math.min(STEP, total - rows.length),
    isReading: isFetching && loaded.length < Math.min(wanted, total),
    more: () => setWanted((before) => before + STEP),
  };
}

/** Whether the page is being printed, by shortcut, by the browser's menu or by script. */
function useIsPrinting(): boolean {
  const [isPrinting, setPrinting] = useState(false);
  useEffect(() => {
    // Synchronous, because the browser takes its snapshot right after the event.
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, []);
  return isPrinting;
}
