import { queryOptions } from '@tanstack/react-query';
import { read } from '../http/call.js';
import type { Page, NoticeProposal } from '../http/types.js';

export const proposalsQuery = (id: string) =>
  queryOptions({
    queryKey: ['notice', id, 'proposals'],
    queryFn: ({ signal }) => read<Page<NoticeProposal>>(`/v1/notices/${id}/proposals?limit=200`, { signal }),
  });
