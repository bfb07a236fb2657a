import { useState } from 'react';
import { useColleagues } from '../../http/colleagues.js';
import type { Person } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { TextField } from '../list/TextField.js';
import { toInstant } from './key-state.js';
import { useChange } from './use-change.js';

/** Marks a person absent; somebody else stands in meanwhile. */
export function AbsenceDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useWords();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [substitute, setSubstitute] = useState('');
  const end = toInstant(until);
  const save = useChange({
    method: 'POST',
    path: `/v1/people/${person.id}/absence`,
    done: t('records:people.absenceSaved', { name: person.name }),
    onDone: onClose,
  });
  const { error } = save;
  const why =
    end === null
      ? t('records:people.absenceNeedsEnd')
      : substitute === ''
        ? t('records:people.absenceNeedsSubstitute')
        : null;
  return (
    <Saving
      title={t('records:people.absenceTitle', { name: person.name })}
      body={t('records:people.absenceBody')}
      go={t('records:people.markAbsentGo')}
      failed={t('records:people.notSaved')}
      isSaving={save.isPending}
      error={error}
      fields={['from', 'until', 'substitute']}
      why={why}
      onSave={() => save.mutate({ from: toInstant(from), until: end, substitute })}
      onClose={onClose}
    >
      <TextField
        label={t('records:people.absentFrom')}
        help={from === '' ? t('records:people.fromNow') : inFull(from)}
        type="datetime-local"
        value={from}
        error={errorAt(error, '/from')}
        onChange={setFrom}
      />
      <TextField
        label={t('records:people.absentUntil')}
        help={inFull(until)}
        type="datetime-local"
        value={until}
        error={errorAt(error, '/until')}
        onChange={setUntil}
      />
      <Substitute of={person.id} value={substitute} error={errorAt(error, '/substitute')} onChange={setSubstitute} />
    </Saving>
  );
}

interface SubstituteProps {
  of: string;
  value: string;
  error: string | null;
  onChange: (id: string) => void;
}

function Substitute({ of, value, error, onChange }: SubstituteProps) {
  const t = useWords();
  const others = useColleagues().filter(({ id }) => id !== of);
  return (
    <Field label={t('records:people.substitute')} error={error}>
      {(given) => (
        <select {...given} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('records:people.choose')}</option>
          {others.map(({ id, name, roles }) => (
            <option key={id} value={id}>
              {name}, {roles.map((role) => t(`frame:role.${role}`)).join(', ')}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** The entered time with day and zone, so that it cannot be read two ways. */
function inFull(local: string): string {
  const at = toInstant(local);
  return at === null ? '' : formatInstant(at);
}
