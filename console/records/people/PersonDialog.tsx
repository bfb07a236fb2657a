import { useState } from 'react';
import { ROLES, type Role } from '../../../domain/people/permission.js';
import type { Person } from '../../http/types.js';
import { useWords } from '../../words/use-words.js';
import { errorAt } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { TextField } from '../list/TextField.js';
import { RoleTicks } from './RoleTicks.js';
import { useChange } from './use-change.js';

export function PersonDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  const t = useWords();
  const [name, setName] = useState(person?.name ?? '');
  const [email, setEmail] = useState(person?.email ?? '');
  const [roles, setRoles] = useState<Role[]>(person?.roles ?? []);
  const save = useChange({
    method: 'POST',
    path: '/v1/people',
    done: t('records:people.saved', { name }),
    onDone: onClose,
    onRequested: onClose,
  });
  const known = person === null ? { active: true } : { id: person.id, active: person.active };
  return (
    <Saving
      title={person === null ? t('records:people.addTitle') : t('records:people.changeTitle', { name: person.name })}
      body={t('records:people.formBody')}
      go={t('records:people.save')}
      failed={t('records:people.notSaved')}
      isSaving={save.isPending}
      error={save.error}
      fields={['name', 'email', 'roles']}
      onSave={() => save.mutate({ ...known, name, email: email.trim(), roles })}
      onClose={onClose}
    >
      <TextField
        label={t('records:name')}
        value={name}
        error={errorAt(save.error, '/name')}
        autoFocus
        onChange={setName}
      />
      <TextField
        label={t('records:email')}
        help={t('records:people.emailHelp')}
        value={email}
        error={errorAt(save.error, '/email')}
        onChange={setEmail}
      />
      <RoleTicks
        offered={ROLES}
        chosen={roles}
        onChange={setRoles}
        error={errorAt(save.error, '/roles', { below: true })}
      />
    </Saving>
  );
}
