import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../http/call.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';
import { viewsQuery, type SavedView } from './views.js';

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
