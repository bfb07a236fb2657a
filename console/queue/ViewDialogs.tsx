import { Tick } from '../forms/choices.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { useWords } from '../words/use-words.js';
import type { QueueSearch } from './search.js';
import { viewsQuery } from './views.js';
import type { SavedView } from '../http/types.js';

export function SaveView({ search, onClose }: { search: QueueSearch; onClose: () => void }) {
  const t = useWords();
  const { open: _open, ...filters } = search;
  const form = useCommandForm({
    texts: 'view',
    to: '/v1/views',
    refresh: [viewsQuery.queryKey],
    start: { name: '', shared: false },
    body: ({ name, shared }) => ({ name: name.trim(), query: new URLSearchParams(filters).toString(), shared }),
    missing: t('queue:saveView.name'),
    done: (_, { name }) => t('queue:saveView.saved', { name: name.trim() }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('queue:saveView.title')}
      body={t('queue:saveView.body')}
      go={t('queue:saveView.go')}
      failed={t('queue:saveView.failed')}
      busy={t('queue:saveView.go')}
      isQuick
    >
      <TextField label={t('queue:saveView.name')} {...form.field('name')} autoFocus />
      <Tick label={t('queue:saveView.shared')} {...form.field('shared')} />
    </CommandDialog>
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
