import { queryOptions, useQuery } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Notice, Page, UnreadTarget } from '../http/types.js';

/** Maximum number of targets shown; further ones appear as these are reviewed. */
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

/** Other reviewers' drafts that await the reader's second review, without the first decision. */
export const secondReadsQuery = (id: string) => pageQuery(id, MOST_SHOWN);

export function useSecondReadCount(notice: Notice): number {
  const enabled = notice.allowedCommands.includes('second-read');
  return useQuery({ ...pageQuery(notice.id, 1), enabled }).data?.total ?? 0;
}
