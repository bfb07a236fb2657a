import { useColleagues } from '../http/colleagues.js';
import { command } from '../http/commands.js';
import { ALL_KEYS } from '../http/use-write.js';
import { useWords } from '../words/use-words.js';
import { SelectField } from './choices.js';
import { TextField } from './TextField.js';
import { CommandDialog } from './CommandDialog.js';
import { useCommandForm } from './use-command-form.js';

interface AssignDialogProps {
  notices: readonly string[];
  /** Ids of people who are offered first. */
  first?: readonly string[];
  /** Ids of people who may not act on the notice. */
  without?: readonly string[];
  onClose: () => void;
}

export default function AssignDialog({ notices, first = [], without = [], onClose }: AssignDialogProps) {
  const t = useWords();
  const people = useColleagues()
    .filter(({ roles }) => roles.some((role) => role === 'reviewer' || role === 'approver' || role === 'counsel'))
    .filter(({ id }) => !without.includes(id))
    .toSorted((one, other) => Number(first.includes(other.id)) - Number(first.includes(one.id)));
  const findPerson = (to: string) => people.find(({ id }) => id === to);
  const form = useCommandForm({
    to: async ({ to, note }) => {
      for (const id of notices)
        await command(id, 'assign', { to, ...(note.trim() === '' ? {} : { note: note.trim() }) });
    },
    refresh: ALL_KEYS,
    start: { to: '', note: '' },
    // No colleague is preselected: an early keystroke must not reassign a notice.
    why: ({ to }) => (findPerson(to) === undefined ? t('queue:assignTo.choose') : null),
    done: (_, { to }) => t('queue:done.assign', { count: notices.length, name: findPerson(to)?.name ?? '' }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('queue:assignTo.title', { count: notices.length })}
      body={t('queue:assignTo.body')}
      go={t('queue:assignTo.go')}
      failed={t('queue:failed.assign')}
      busy={t('queue:assignTo.go')}
    >
      <SelectField
        label={t('queue:assignTo.person')}
        options={[
          { value: '', text: t('queue:assignTo.choose') },
          ...people.map((person) => ({
            value: person.id,
            text: `${person.name}, ${person.roles.map((role) => t(`frame:role.${role}`)).join(', ')}`,
          })),
        ]}
        {...form.field('to')}
        autoFocus
      />
      <TextField label={t('queue:assignTo.note')} rows={3} {...form.field('note')} maxLength={2_000} />
    </CommandDialog>
  );
}
