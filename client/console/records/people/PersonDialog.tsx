import { useState } from 'react';
import { ROLES, type Role } from '../../../../domain/permission.js';
import type { Person } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { RoleTicks } from './RoleTicks.js';
import { useChange } from './use-change.js';

/** Adds a person, or changes name, address and roles of one. */
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
  });
  const send = () =>
    save.mutate({
      ...(person === null ? {} : { id: person.id }),
      name,
      email: email.trim(),
      roles,
      active: person?.active ?? true,
    });
  return (
    <Dialog
      title={person === null ? t('records:people.addTitle') : t('records:people.changeTitle', { name: person.name })}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('frame:cancel')}</Button>
          <Button variant="primary" onPress={send} busy={save.isPending ? t('records:saving') : null}>
            {t('records:people.save')}
          </Button>
        </>
      }
    >
      <p>{t('records:people.formBody')}</p>
      <form
        className="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <Field label={t('records:name')} error={errorAt(save.error, '/name')}>
          {(given) => (
            <input
              {...given}
              dir="auto"
              autoFocus
              value={name}
              maxLength={200}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('records:email')} help={t('records:people.emailHelp')} error={errorAt(save.error, '/email')}>
          {(given) => (
            <input {...given} inputMode="email" value={email} onChange={(event) => setEmail(event.target.value)} />
          )}
        </Field>
        <RoleTicks
          offered={ROLES}
          chosen={roles}
          onChange={setRoles}
          error={errorAt(save.error, '/roles', { below: true })}
        />
        <button type="submit" hidden />
      </form>
      {save.error === null ? null : <Failure title={t('records:people.notSaved')} error={save.error} />}
    </Dialog>
  );
}
