import { queryOptions } from '@tanstack/react-query';
import { read } from '../../../console/http/call.js';
import type { Page } from '../../../console/http/types.js';
import type { LumenState, PublicStatementState, ReasonsState, StatementOfReasons } from './types.js';

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

/** Initial statements of reasons about a notice's items; there are none before the first restriction. */
export const statementsQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'statements'],
    queryFn: ({ signal }) => read<Page<StatementOfReasons>>(`/v1/notices/${id}/statements?limit=200`, { signal }),
  });
