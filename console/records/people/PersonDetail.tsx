import { useState } from 'react';
import { isErasedPerson } from '../../../domain/people/erased.js';
import { sessionStore } from '../../http/session.js';
import type { Person } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant } from '../../parts/format.js';
import { Tag } from '../../parts/Tag.js';
import { useWords } from '../../words/use-words.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { Ask } from '../../forms/Ask.js';
import { CopyButton } from '../list/CopyButton.js';
import { AbsenceDialog } from './AbsenceDialog.js';
import { KeyDialog } from './KeyDialog.js';
import { PersonKeys } from './PersonKeys.js';
import { PersonSessions } from './PersonSessions.js';

export function PersonDetail({ person, onEdit }: { person: Person; onEdit: () => void }) {
  const t = useWords();
  const [dialog, setDialog] = useState<'absence' | 'key' | null>(null);
  const { id, name, email, roles, active } = person;
  const isMe = sessionStore.get().session?.person.id === id;
  const activate = useWrite({
    refresh: RECORD_KEYS,
    to: '/v1/people',
    done: t('records:people.activated', { name }),
  });
  return (
    <>
      <section>
        <h2 className="title" dir="auto">
          {name}
        </h2>
        <p className="monospace">{email}</p>
        <p className="flow">
          <CopyButton text={id} what={t('records:id')}>
            {t('records:people.copyId')}
          </CopyButton>
          {active ? null : <Tag>{t('records:people.inactive')}</Tag>}
        </p>
        <p>{roles.map((role) => t(`frame:role.${role}`)).join(', ')}</p>
        <div className="acts">
          <Button onPress={onEdit} hasPopup="dialog">
            {t('records:people.change')}
          </Button>
          {active ? (
            <Ask
              label={t('records:people.deactivateAsk')}
              title={t('records:people.deactivateTitle', { name })}
              body={t('records:people.deactivateHelp')}
              go={t('records:people.deactivate')}
              why={isMe ? t('records:people.notSelf') : null}
              failed={t('records:people.notSaved')}
              to="/v1/people"
              refresh={RECORD_KEYS}
              sends={{ id, name, email, roles, active: false }}
              done={t('records:people.deactivated', { name })}
            />
          ) : isErasedPerson(person) ? null : (
            <Button
              busy={activate.isPending ? t('frame:saving') : null}
              onPress={() => activate.mutate({ id, name, email, roles, active: true })}
            >
              {t('records:people.activate')}
            </Button>
          )}
          <ErasePerson person={person} />
        </div>
        <Failure title={t('records:people.notSaved')} error={activate.error} />
      </section>
      <Absences person={person} onAdd={() => setDialog('absence')} />
      <PersonKeys person={id} onAdd={active ? () => setDialog('key') : null} />
      <PersonSessions person={id} name={name} />
      {dialog === 'absence' ? <AbsenceDialog person={person} onClose={() => setDialog(null)} /> : null}
      {dialog === 'key' ? <KeyDialog person={person} onClose={() => setDialog(null)} /> : null}
    </>
  );
}

function Absences({ person, onAdd }: { person: Person; onAdd: () => void }) {
  const t = useWords();
  const { absences = [], id, name } = person;
  const end = useWrite({
    refresh: RECORD_KEYS,
    to: `/v1/people/${id}/absence`,
    done: t('records:people.absenceEnded', { name }),
  });
  return (
    <section>
      <div className="heading">{t('records:people.absence')}</div>
      {absences.length === 0 ? <p className="muted">{t('records:people.noAbsence')}</p> : null}
      <ul className="stack">
        {absences.map((absence) => (
          <li key={absence.from}>
            {t('records:people.absenceLine', {
              from: formatInstant(absence.from),
              until: formatInstant(absence.until),
              name: absence.substituteName,
            })}
          </li>
        ))}
      </ul>
      <div className="acts">
        <Button size="small" onPress={onAdd} hasPopup="dialog">
          {t('records:people.markAbsent')}
        </Button>
        {absences.length === 0 ? null : (
          <Button
            size="small"
            busy={end.isPending ? t('frame:saving') : null}
            onPress={() => end.mutate({ over: true })}
          >
            {t('records:people.endAbsence')}
          </Button>
        )}
      </div>
      <Failure title={t('records:people.notSaved')} error={end.error} />
    </section>
  );
}

/** Requests the erasure of a person who has left, or states that it was done. */
function ErasePerson({ person }: { person: Person }) {
  const t = useWords();
  const { id, name, active } = person;
  if (isErasedPerson(person)) return <Tag>{t('records:people.erased')}</Tag>;
  if (active) return null;
  return (
    <Ask
      label={t('records:people.eraseAsk')}
      title={t('records:people.eraseTitle', { name })}
      body={t('records:people.eraseBody')}
      go={t('records:people.eraseGo')}
      failed={t('records:people.notSaved')}
      to={`/v1/people/${id}/erase`}
      refresh={RECORD_KEYS}
      done={t('records:people.eraseRequested')}
    />
  );
}
