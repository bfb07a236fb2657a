import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { call, makeKey, read } from '../http/call.js';
import type { LumenState, PublicStatementState, ReasonsState } from '../http/types.js';
import { say } from '../state/message.js';

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

export function usePublishing(notice: string, { done, onDone }: { done: string; onDone: () => void }) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      call<object>('POST', `/v1/notices/${notice}/${path}`, { body, key: makeKey() }),
    onSuccess: () => {
      say(done);
      onDone();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice] }),
  });
}
