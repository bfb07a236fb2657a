import { useQueryClient, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { CommandBody, CommandRoute } from '../../contract/commands.js';
import { call } from './call.js';
import type { Notice, NoticeSummary, Page } from './types.js';
import { useWrite, noticeKeys } from './use-write.js';

export type Commanded<Result = unknown> = Notice & { result?: Result };

export function command<Name extends CommandRoute, Result = unknown>(
  notice: string,
  name: Name,
  body: Partial<CommandBody<Name>>,
): Promise<Commanded<Result>> {
  return call<Commanded<Result>>('POST', `/v1/notices/${notice}/${name}`, { body });
}

/** Shows the notice as a command answered it, without waiting for the next read. */
export function useShowNotice(): (answer: Commanded) => void {
  const queries = useQueryClient();
  return (answer) => showNotice(queries, answer);
}

/** Also in the lists read before, to which the reader goes back; their counts are one request. */
export function showNotice(queries: QueryClient, { result: _result, ...fresh }: Commanded): void {
  queries.setQueryData(['notice', fresh.id], fresh);
  for (const [key, data] of queries.getQueriesData<QueuePages>({ queryKey: ['live', 'queue'] })) {
    const { stage } = Object.fromEntries(new URLSearchParams(String(key[2])));
    const show = (row: NoticeSummary): NoticeSummary[] => {
      if (row.id !== fresh.id) return [row];
      return stage === undefined || stage === fresh.stage ? [{ ...row, ...pickKeys(fresh, row) }] : [];
    };
    if (data !== undefined)
      queries.setQueryData<QueuePages>(key, {
        ...data,
        pages: data.pages.map((page) => ({ ...page, items: page.items.flatMap(show) })),
      });
  }
  void queries.invalidateQueries({ queryKey: ['live', 'count'], refetchType: 'all' });
}

type QueuePages = InfiniteData<Page<NoticeSummary>>;

/** The part of the notice that a row shows. */
function pickKeys(notice: Notice, row: NoticeSummary): Partial<NoticeSummary> {
  return Object.fromEntries(Object.entries(notice).filter(([name]) => name in row));
}

/** A command without fields, such as a claim; it is in the first load, and the forms of commands are not. */
export function useCommand<Name extends CommandRoute>(
  notice: string,
  name: Name,
  done?: (answer: Commanded) => string,
) {
  return useWrite<Commanded, Partial<CommandBody<Name>>>({
    to: `/v1/notices/${notice}/${name}`,
    refresh: noticeKeys(notice),
    ...(done === undefined ? {} : { done }),
    onDone: useShowNotice(),
  });
}
