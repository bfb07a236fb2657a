import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { useMay } from '../http/may.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import { readSearch, type QueueSearch } from './search.js';
import { isViewOf, viewsQuery, type SavedView } from './views.js';

/** The saved view that matches the address, if the reader may remove it: their own, or a shared one for an admin. */
export function useRemovableView(search: QueueSearch): SavedView | undefined {
  const may = useMay();
  const views = useQuery({ ...viewsQuery, enabled: may('notice.read_facts') }).data?.items ?? [];
  return views.find(
    (view) =>
      (view.mine || may('people.manage')) &&
      isViewOf(readSearch(Object.fromEntries(new URLSearchParams(view.query))), search),
  );
}

export function RemoveView({ view: { id, name, shared }, onClose }: { view: SavedView; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call('DELETE', `/v1/views/${id}`),
    onSuccess: () => {
      say(t('queue:removeView.done', { name }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: viewsQuery.queryKey }),
  });
  return (
    <Dialog
      title={t('queue:removeView.title', { name })}
      role="alertdialog"
      onClose={onClose}
      go={{
        label: t('queue:removeView.go'),
        run: () => remove.mutate(),
        danger: true,
        busy: remove.isPending ? t('records:saving') : null,
      }}
    >
      <p>{t(shared ? 'queue:removeView.bodyShared' : 'queue:removeView.body')}</p>
      {remove.error === null ? null : <Failure title={t('queue:removeView.failed')} error={remove.error} />}
    </Dialog>
  );
}
