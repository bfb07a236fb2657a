import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { CorrespondencePage, Letter, Page } from '../http/types.js';
import { queryBelow, queryListBelow } from '../http/queries.js';

export const lettersQuery = queryListBelow<Letter>('letters');
export const correspondenceQuery = queryBelow<CorrespondencePage>('correspondence', 'correspondence?limit=200');

export const letterLanguagesQuery = queryOptions({
  queryKey: ['rulebook', 'letter-languages'],
  queryFn: ({ signal }) =>
    read<Page<{ language: string; kinds: string[] }>>('/v1/rulebook/letter-languages?limit=200', {
      signal,
      background: true,
    }),
  staleTime: 60 * 60_000,
});
