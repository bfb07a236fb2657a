import { infiniteQueryOptions } from '@tanstack/react-query';
import { FIRST_PAGE } from '../http/build-query.js';
import { read } from '../http/call.js';
import type { Page, Target } from '../http/types.js';

const ROWS = 100;

export const targetsQuery = (notice: string, filter: Record<string, string>) =>
  infiniteQueryOptions({
    queryKey: ['notice', notice, 'targets', 'under', filter],
    queryFn: ({ signal, pageParam }) => {
      const query = new URLSearchParams({
        ...filter,
        limit: `${ROWS}`,
        count: 'true',
        ...(pageParam === null ? {} : { cursor: pageParam }),
      });
      return read<Page<Target>>(`/v1/notices/${notice}/targets?${query.toString()}`, { signal });
    },
    initialPageParam: FIRST_PAGE,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
