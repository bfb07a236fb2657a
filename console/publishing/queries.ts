import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { LumenState, PublicStatementState, ReasonsState } from '../http/types.js';

export const lumenQuery = (notice: string) =>
  queryOptions({
    queryKey: ['notice', notice, 'lumen'],
    queryFn: ({ signal }) => read<LumenState>(`/v1/notices/${notice}/lumen`, { signal }),
  });

export const publicStatementQuery = (notice: string) =>
  queryOptions({
    queryKey: ['notice', notice, 'public-statement'],
    queryFn: ({ signal }) => read<PublicStatementState>(`/v1/notices/${notice}/public-statement`, { signal }),
  });

export const reasonsQuery = (notice: string) =>
  queryOptions({
    queryKey: ['notice', notice, 'reasons'],
    queryFn: ({ signal }) => read<ReasonsState>(`/v1/notices/${notice}/statements/versions`, { signal }),
  });
