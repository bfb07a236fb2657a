import { queryOptions, useQuery } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Notice, Page, UnreadTarget } from '../http/types.js';

/** So many are shown at once; the next ones come when these are read. */
export const MOST_SHOWN = 200;

const pageQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['notice', id, 'second-reads', limit],
    queryFn: ({ signal }) =>
      read<Page<UnreadTarget>>(`/v1/notices/${id}/second-reads?limit=${limit}&count=true`, {
        signal,
        background: true,
      }),
  });

/** Drafts of others that wait for the reader's own word, without what was decided. */
export const secondReadsQuery = (id: string) => pageQuery(id, MOST_SHOWN);

/** How many drafts of a notice wait for the reader's own word. */
export function useSecondReadCount(notice: Notice): number {
  const enabled = notice.allowedCommands.includes('second-read');
  return useQuery({ ...pageQuery(notice.id, 1), enabled }).data?.total ?? 0;
}
