import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page } from '../http/types.js';

export const attentionCountQuery = queryOptions({
  queryKey: ['live', 'attention', 'count'],
  queryFn: async ({ signal }) =>
    (await read<Page<unknown>>('/v1/ops/attention?limit=1&count=true', { signal, background: true })).total ?? 0,
});
