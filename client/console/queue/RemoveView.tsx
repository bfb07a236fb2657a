import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { useMay } from '../http/may.js';
import { Ask } from '../parts/Ask.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import type { QueueSearch } from './search.js';
import { isViewOf, viewsQuery, type SavedView } from './views.js';

/** The view that the address is, where the reader may remove it: their own, or any shared one for an admin. */
export function useRemovableView(search: QueueSearch): SavedView | undefined {
  const may = useMay();
  const views = useQuery({ ...viewsQuery, enabled: may('notice.read_facts') }).data?.items ?? [];
  return views.find((view) => (view.mine || may('people.manage')) && isViewOf(view, search));
}

/** Takes a view away. Its notices stay. */
export function RemoveView({ view: { id, name, shared } }: { view: SavedView }) {
  const t = useWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('DELETE', `/v1/views/${id}`),
    onSuccess: () => say(t('queue:removeView.done', { name })),
    onSettled: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
  return (
    <>
      <Ask
        size="sm"
        label={t('queue:removeView.ask')}
        title={t('queue:removeView.title', { name })}
        body={t(shared ? 'queue:removeView.bodyShared' : 'queue:removeView.body')}
        go={t('queue:removeView.go')}
        busy={remove.isPending}
        onGo={() => remove.mutate()}
      />
      {remove.error === null ? null : (
        <Failure title={t('queue:removeView.failed')} error={remove.error} onClose={() => remove.reset()} />
      )}
    </>
  );
}
