import { useState } from 'react';
import { useColleagues } from '../../http/colleagues.js';
import type { Person } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { toInstant } from './key-state.js';
import { useChange } from './use-change.js';

/** Marks a person absent; somebody else stands in meanwhile. */
export function AbsenceDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useWords();
  const others = useColleagues().filter(({ id }) => id !== person.id);
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [substitute, setSubstitute] = useState('');
  const chosen = substitute === '' ? (others[0]?.id ?? '') : substitute;
  const end = toInstant(until);
  const save = useChange({
    method: 'POST',
    path: `/v1/people/${person.id}/absence`,
    done: t('records:people.absenceSaved', { name: person.name }),
    onDone: onClose,
  });
  return (
    <Dialog
      title={t('records:people.absenceTitle', { name: person.name })}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('frame:cancel')}</Button>
          <Button
            variant="primary"
            busy={save.isPending ? t('records:saving') : null}
            why={end === null ? t('records:people.absenceNeedsEnd') : null}
            onPress={() => save.mutate({ from: toInstant(from), until: end, substitute: chosen })}
          >
            {t('records:people.markAbsentGo')}
          </Button>
        </>
      }
    >
      <p>{t('records:people.absenceBody')}</p>
      <div className="form-grid">
        <Field
          label={t('records:people.absentFrom')}
          help={from === '' ? t('records:people.fromNow') : inFull(from)}
          error={errorAt(save.error, '/from')}
        >
          {(given) => (
            <input {...given} type="datetime-local" value={from} onChange={(event) => setFrom(event.target.value)} />
          )}
        </Field>
        <Field label={t('records:people.absentUntil')} help={inFull(until)} error={errorAt(save.error, '/until')}>
          {(given) => (
            <input {...given} type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
          )}
        </Field>
        <Field label={t('records:people.substitute')} error={errorAt(save.error, '/substitute')}>
          {(given) => (
            <select {...given} value={chosen} onChange={(event) => setSubstitute(event.target.value)}>
              {others.map(({ id, name, roles }) => (
                <option key={id} value={id}>
                  {name}, {roles.map((role) => t(`frame:role.${role}`)).join(', ')}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {save.error === null ? null : <Failure title={t('records:people.notSaved')} error={save.error} />}
    </Dialog>
  );
}

/** The entered time with day and zone, so that it cannot be read two ways. */
function inFull(local: string): string {
  const at = toInstant(local);
  return at === null ? '' : formatInstant(at);
}
