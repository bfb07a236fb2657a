import { useQuery } from '@tanstack/react-query';
import { command } from '../http/commands.js';
import { ALL_KEYS } from '../http/use-write.js';
import { Loading } from '../parts/Loading.js';
import { assigneesQuery, type Assignee } from '../roster/queries.js';
import { formatAssignee } from '../roster/roster-text.js';
import { useWords } from '../words/use-words.js';
import { SelectField } from './choices.js';
import { TextField } from './TextField.js';
import { CommandDialog } from './CommandDialog.js';
import { useCommandForm } from './use-command-form.js';

interface AssignDialogProps {
  notices: readonly string[];
  /** Ids of people whom a routing rule offers before the others. */
  first?: readonly string[];
  onClose: () => void;
}

export default function AssignDialog({ notices, first = [], onClose }: AssignDialogProps) {
  const t = useWords();
  const ranked = useQuery(assigneesQuery(notices));
  // A routing rule does not put those first who are off shift now.
  const isFirst = ({ id, nextShiftAt }: Assignee) => first.includes(id) && nextShiftAt === null;
  const people = (ranked.data ?? []).toSorted((one, other) => Number(isFirst(other)) - Number(isFirst(one)));
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
      {ranked.data === undefined ? (
        <Loading query={ranked} failed={t('queue:failed.assign')} rows={2} />
      ) : (
        <SelectField
          label={t('queue:assignTo.person')}
          options={[
            { value: '', text: t('queue:assignTo.choose') },
            ...people.map((person) => ({
              value: person.id,
              text: `${person.name}, ${person.roles.map((role) => t(`frame:role.${role}`)).join(', ')}: ${formatAssignee(person, t)}`,
            })),
          ]}
          {...form.field('to')}
          autoFocus
        />
      )}
      <TextField label={t('queue:assignTo.note')} rows={3} {...form.field('note')} maxLength={2_000} />
    </CommandDialog>
  );
}
