import { useQuery } from '@tanstack/react-query';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { RECORD_KEYS } from '../http/use-write.js';
import { sessionStore } from '../http/session.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { shiftNotesQuery } from './queries.js';

export default function ShiftNoteDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const me = useStore(sessionStore).session?.person.id;
  const { data } = useQuery(shiftNotesQuery);
  const own = data?.find(({ person }) => person === me)?.text ?? '';
  const form = useCommandForm({
    to: '/v1/me/shift-note',
    refresh: [...RECORD_KEYS, shiftNotesQuery.queryKey],
    start: { text: own },
    body: ({ text }) => ({ text: text.trim() }),
    why: ({ text }) => (text.trim() === '' && own === '' ? '' : null),
    done: (_, { text }) => t(text.trim() === '' ? 'roster:note.removed' : 'roster:note.saved'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('roster:note.writeTitle')}
      body={t('roster:note.writeBody')}
      go={t('roster:note.save')}
      failed={t('roster:note.notSaved')}
    >
      <TextField
        label={t('roster:note.text')}
        help={t('roster:note.help')}
        rows={6}
        autoFocus
        {...form.field('text')}
      />
    </CommandDialog>
  );
}
