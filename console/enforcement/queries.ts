import { infiniteQueryOptions } from '@tanstack/react-query';
import { byCursor } from '../http/build-query.js';
import type { Page, Target } from '../http/types.js';

export const targetsQuery = (notice: string, filter: Record<string, string>) =>
  infiniteQueryOptions({
    queryKey: ['notice', notice, 'targets', 'under', filter],
    ...byCursor<Page<Target>>(`/v1/notices/${notice}/targets?limit=100&count=true&${new URLSearchParams(filter)}`),
  });
