import { useState } from 'react';
import { maySubstitute } from '../../../domain/people/substitute.js';
import { useColleagues } from '../../http/colleagues.js';
import type { Person } from '../../http/types.js';
import { pickInstant, readWhen } from '../../intake/when/when.js';
import { WhenField } from '../../intake/when/WhenField.js';
import { ownZone } from '../../intake/when/zones.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { useChange } from './use-change.js';

/** Records an absence with a delegate. Another person's absence needs confirmation by a second person. */
export function AbsenceDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useWords();
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [substitute, setSubstitute] = useState('');
  const reading = { zone: ownZone(), now: nowMs() };
  const start = readWhen(from, reading);
  const end = pickInstant(readWhen(until, reading));
  const save = useChange({
    method: 'POST',
    path: `/v1/people/${person.id}/absence`,
    done: t('records:people.absenceSaved', { name: person.name }),
    onDone: onClose,
    onRequested: onClose,
  });
  const { error } = save;
  const why =
    end === null
      ? t('records:people.absenceNeedsEnd')
      : start.state !== 'empty' && start.state !== 'read'
        ? t('intake:when.why')
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
      onSave={() => save.mutate({ from: pickInstant(start), until: end, substitute })}
      onClose={onClose}
    >
      <WhenField
        label={t('records:people.absentFrom')}
        help={t('records:people.fromNow')}
        value={from}
        zone={reading.zone}
        error={errorAt(error, '/from')}
        onChange={setFrom}
      />
      <WhenField
        label={t('records:people.absentUntil')}
        value={until}
        zone={reading.zone}
        placeholder={t('intake:when.aheadPlaceholder')}
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
  const colleagues = useColleagues();
  const absent = colleagues.find(({ id }) => id === of)?.roles ?? [];
  // The API rejects others, because delegation grants no role the delegate lacks.
  const others = colleagues.filter(({ id, roles }) => id !== of && maySubstitute({ absent, substitute: roles }));
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
