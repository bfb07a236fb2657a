import { useQuery } from '@tanstack/react-query';
import { CommandDialog } from '../forms/CommandDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { useMay } from '../http/may.js';
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
  const form = useCommandForm({
    method: 'DELETE',
    to: `/v1/views/${id}`,
    refresh: [viewsQuery.queryKey],
    start: {},
    done: t('queue:removeView.done', { name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('queue:removeView.title', { name })}
      role="alertdialog"
      body={t(shared ? 'queue:removeView.bodyShared' : 'queue:removeView.body')}
      go={t('queue:removeView.go')}
      failed={t('queue:removeView.failed')}
      danger
    />
  );
}
