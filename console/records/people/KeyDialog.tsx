import { useState } from 'react';
import type { Role } from '../../../domain/people/permission.js';
import { sessionStore } from '../../http/session.js';
import type { NewKey, Person } from '../../http/types.js';
import { pickInstant, readWhen } from '../../intake/when/when.js';
import { WhenField } from '../../intake/when/WhenField.js';
import { ownZone } from '../../intake/when/zones.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { errorAt } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { ShownOnce } from '../list/ShownOnce.js';
import { TextField } from '../list/TextField.js';
import { RoleTicks } from './RoleTicks.js';
import { SPEAKS_FOR_NOBODY, readSpeaksForForm } from './speaks-for.js';
import { SpeaksForField } from './SpeaksForField.js';
import { useChange } from './use-change.js';

/** Creates an API key for oneself and shows it once, or requests one in another person's name. */
export function KeyDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useWords();
  const isMe = sessionStore.get().session?.person.id === person.id;
  const [made, setMade] = useState<NewKey | null>(null);
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<Role[]>(person.roles);
  const [speaks, setSpeaks] = useState(SPEAKS_FOR_NOBODY);
  const [expires, setExpires] = useState('');
  const when = readWhen(expires, { zone: ownZone(), now: nowMs() });
  const expiresAt = pickInstant(when);
  const speaksFor = roles.includes('intake') ? readSpeaksForForm(speaks) : [];
  const make = useChange<NewKey>({
    method: 'POST',
    path: '/v1/keys',
    done: t('records:people.keyMade', { name }),
    onDone: setMade,
    onRequested: onClose,
  });
  if (made !== null)
    return (
      <ShownOnce
        title={t('records:people.keyMade', { name: made.name })}
        body={t('records:people.keyOnce')}
        text={made.key}
        what={t('records:people.theKey')}
        gone={t('records:people.keyGone')}
        onClose={onClose}
      />
    );
  return (
    <Saving
      title={t('records:people.keyTitle', { name: person.name })}
      body={t(
        isMe && speaksFor !== null && speaksFor.length === 0 ? 'records:people.ownKeyBody' : 'records:people.keyBody',
        { name: person.name },
      )}
      go={t('records:people.keyGo')}
      failed={t('records:people.keyNotMade')}
      isSaving={make.isPending}
      error={make.error}
      fields={['name', 'roles', 'speaksFor', 'expiresAt']}
      why={
        expiresAt === null && when.state !== 'empty'
          ? t('intake:when.why')
          : speaksFor === null
            ? t('records:people.speaksMissing')
            : null
      }
      onSave={() =>
        make.mutate({ person: person.id, name, roles, speaksFor, ...(expiresAt === null ? {} : { expiresAt }) })
      }
      onClose={onClose}
    >
      <TextField
        label={t('records:people.keyName')}
        help={t('records:people.keyNameHelp')}
        value={name}
        error={errorAt(make.error, '/name')}
        autoFocus
        onChange={setName}
      />
      <RoleTicks
        offered={person.roles}
        chosen={roles}
        onChange={setRoles}
        error={errorAt(make.error, '/roles', { below: true })}
      />
      {roles.includes('intake') ? (
        <SpeaksForField form={speaks} error={errorAt(make.error, '/speaksFor', { below: true })} onChange={setSpeaks} />
      ) : null}
      <WhenField
        label={t('records:people.keyExpires')}
        help={t('records:people.keyNever')}
        value={expires}
        zone={ownZone()}
        placeholder={t('intake:when.aheadPlaceholder')}
        error={errorAt(make.error, '/expiresAt')}
        onChange={setExpires}
      />
    </Saving>
  );
}
