import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { read } from '../http/call.js';
import { useMay } from '../http/may.js';
import type { Conversation, Page } from '../http/types.js';

interface Person {
  id: string;
  name: string;
}

const conversationsQuery = (notice: string) =>
  queryOptions({
    queryKey: ['notice', notice, 'conversations'],
    queryFn: ({ signal }) =>
      read<Page<Conversation>>(`/v1/notices/${notice}/conversations?limit=200`, { signal, background: true }),
  });

export function useConversations(notice: string) {
  const may = useMay();
  return useQuery({ ...conversationsQuery(notice), enabled: may('notice.read_documents') });
}

const NONE: readonly Conversation[] = [];

export function useOpenConversations(notice: string): readonly Conversation[] {
  const items = useConversations(notice).data?.items ?? NONE;
  return useMemo(() => items.filter(({ state }) => state === 'open'), [items]);
}

/** The number of comments in open conversations, by target. */
export function useCommentCounts(notice: string): ReadonlyMap<number, number> {
  const open = useOpenConversations(notice);
  return useMemo(() => countComments(open), [open]);
}

export function countComments(
  conversations: readonly Pick<Conversation, 'targets' | 'comments'>[],
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { targets, comments } of conversations)
    for (const no of targets) counts.set(no, (counts.get(no) ?? 0) + comments.length);
  return counts;
}

/** People who may be mentioned or asked. */
export function useParticipants(notice: string): readonly Person[] {
  const query = useQuery({
    queryKey: ['notice', notice, 'participants'],
    queryFn: ({ signal }) => read<Page<Person>>(`/v1/notices/${notice}/participants?limit=200`, { signal }),
  });
  return query.data?.items ?? [];
}
