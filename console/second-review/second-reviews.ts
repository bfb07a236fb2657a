import { queryOptions, useQuery } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Notice, Page, UnreadTarget } from '../http/types.js';

/** Maximum number of targets shown; further ones appear as these are reviewed. */
export const MAX_SHOWN = 200;

const pageQuery = (id: string, limit: number) =>
  queryOptions({
    queryKey: ['notice', id, 'second-reviews', limit],
    queryFn: ({ signal }) =>
      read<Page<UnreadTarget>>(`/v1/notices/${id}/second-reviews?limit=${limit}&count=true`, {
        signal,
        background: true,
      }),
  });

/** Other reviewers' drafts that await the reader's second review, without the first decision. */
export const secondReviewsQuery = (id: string) => pageQuery(id, MAX_SHOWN);

export function useSecondReviewCount(notice: Notice): number {
  const enabled = notice.allowedCommands.includes('second-review');
  return useQuery({ ...pageQuery(notice.id, 1), enabled }).data?.total ?? 0;
}
