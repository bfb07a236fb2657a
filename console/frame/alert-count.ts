import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page } from '../http/types.js';

export const alertCountQuery = queryOptions({
  queryKey: ['live', 'alert', 'count'],
  queryFn: async ({ signal }) =>
    (await read<Page<unknown>>('/v1/ops/alerts?limit=1&count=true', { signal, background: true })).total ?? 0,
});
