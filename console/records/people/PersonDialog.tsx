import { ROLES, type Role } from '../../../domain/people/permission.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import type { Person } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';
import { RoleTicks } from './RoleTicks.js';

export function PersonDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const t = useWords();
  const known = person === null ? { active: true } : { id: person.id, active: person.active };
  const start: { name: string; email: string; roles: Role[] } = {
    name: person?.name ?? '',
    email: person?.email ?? '',
    roles: person?.roles ?? [],
  };
  const form = useCommandForm({
    texts: 'person',
    to: '/v1/people',
    refresh: RECORD_KEYS,
    start,
    body: ({ name, email, roles }) => ({ ...known, name, email: email.trim(), roles }),
    done: (_, { name }) => t('records:people.saved', { name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={person === null ? t('records:people.addTitle') : t('records:people.changeTitle', { name: person.name })}
      body={t('records:people.formBody')}
      go={t('records:people.save')}
      failed={t('records:people.notSaved')}
      isQuick
    >
      <TextField label={t('records:name')} autoFocus {...form.field('name')} />
      <TextField label={t('records:email')} help={t('records:people.emailHelp')} {...form.field('email')} />
      <RoleTicks offered={ROLES} {...form.field('roles')} />
    </CommandDialog>
  );
}
