import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { CorrespondencePage, Letter, Page } from '../http/types.js';

export const lettersQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'letters'],
    queryFn: ({ signal }) => read<Page<Letter>>(`/v1/notices/${id}/letters?limit=200`, { signal }),
  });

export const correspondenceQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'correspondence'],
    queryFn: ({ signal }) => read<CorrespondencePage>(`/v1/notices/${id}/correspondence?limit=200`, { signal }),
  });

export const letterLanguagesQuery = queryOptions({
  queryKey: ['rulebook', 'letter-languages'],
  queryFn: ({ signal }) =>
    read<Page<{ language: string; kinds: string[] }>>('/v1/rulebook/letter-languages?limit=200', {
      signal,
      background: true,
    }),
  staleTime: 60 * 60_000,
});
