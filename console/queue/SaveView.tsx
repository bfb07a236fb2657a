import { useWords } from '../words/use-words.js';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../http/call.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import type { QueueSearch } from './search.js';
import { viewsQuery } from './views.js';

export function SaveView({ search, onClose }: { search: QueueSearch; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const { open: _open, ...filters } = search;
      const query = new URLSearchParams(filters).toString();
      return call('POST', '/v1/views', { body: { name: name.trim(), query, shared } });
    },
    onSuccess: async () => {
      say(t('queue:saveView.saved', { name: name.trim() }));
      onClose();
      await queries.invalidateQueries({ queryKey: viewsQuery.queryKey });
    },
  });
  const form = 'save-view';
  return (
    <Dialog
      title={t('queue:saveView.title')}
      onClose={onClose}
      go={{
        label: t('queue:saveView.go'),
        run: () => save.mutate(),
        why: name.trim() === '' ? t('queue:saveView.name') : null,
        busy: save.isPending ? t('queue:saveView.go') : null,
      }}
    >
      <p>{t('queue:saveView.body')}</p>
      <form
        id={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') save.mutate();
        }}
      >
        <label>
          {t('queue:saveView.name')}
          <span className="field">
            <input value={name} onChange={(event) => setName(event.target.value)} maxLength={80} autoFocus />
          </span>
        </label>
      </form>
      <label className="tick">
        <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} />
        {t('queue:saveView.shared')}
      </label>
      {save.error === null ? null : <Failure title={t('queue:saveView.failed')} error={save.error} />}
    </Dialog>
  );
}
