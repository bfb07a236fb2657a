import { useState } from 'react';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { useCommandForm, bindParts, type BoundField } from '../../forms/use-command-form.js';
import { pickInstant, readWhen } from '../../forms/when/when.js';
import { WhenField } from '../../forms/when/WhenField.js';
import { ownZone } from '../../forms/when/zones.js';
import { sessionStore } from '../../http/session.js';
import type { NewKey, Person } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { nowMs } from '../../state/now.js';
import { ShownOnce } from '../list/ShownOnce.js';
import { RoleTicks } from './RoleTicks.js';
import { SPEAKS_FOR_NOBODY, readSpeaksForForm, type SpeaksForForm } from './speaks-for.js';
import { Segments, toOptions } from '../../forms/Segments.js';
import { useFieldError } from '../../forms/FormField.js';
import { TextField } from '../../forms/TextField.js';
import { useWords } from '../../words/use-words.js';

type KeyForm = Pick<Person, 'name' | 'roles'> & { speaksFor: typeof SPEAKS_FOR_NOBODY; expiresAt: string };

const readExpiry = (text: string) => readWhen(text, { zone: ownZone(), now: nowMs() });
const readSpeaksFor = ({ roles, speaksFor }: KeyForm) => (roles.includes('intake') ? readSpeaksForForm(speaksFor) : []);

/** Creates an API key for oneself and shows it once, or requests one in another person's name. */
export function KeyDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useWords();
  const [made, setMade] = useState<NewKey | null>(null);
  const start: KeyForm = { name: '', roles: person.roles, speaksFor: SPEAKS_FOR_NOBODY, expiresAt: '' };
  const form = useCommandForm({
    texts: 'key',
    to: '/v1/keys',
    refresh: RECORD_KEYS,
    start,
    body: (values) => {
      const expiresAt = pickInstant(readExpiry(values.expiresAt));
      return {
        person: person.id,
        name: values.name,
        roles: values.roles,
        speaksFor: readSpeaksFor(values),
        ...(expiresAt === null ? {} : { expiresAt }),
      };
    },
    why: (values) => {
      if (!['empty', 'read'].includes(readExpiry(values.expiresAt).state)) return t('intake:when.why');
      return readSpeaksFor(values) === null ? t('records:people.speaksMissing') : null;
    },
    done: ({ name }: NewKey) => t('records:people.keyMade', { name }),
    onDone: setMade,
    onClose,
  });
  if (made !== null) return <ShownKey made={made} onClose={onClose} />;
  const isMe = sessionStore.get().session?.person.id === person.id;
  const isPlain = isMe && readSpeaksFor(form.values)?.length === 0;
  const { name } = person;
  return (
    <CommandDialog
      form={form}
      title={t('records:people.keyTitle', { name })}
      body={t(isPlain ? 'records:people.ownKeyBody' : 'records:people.keyBody', { name })}
      go={t('records:people.keyGo')}
      failed={t('records:people.keyNotMade')}
      isQuick
    >
      <TextField
        label={t('records:people.keyName')}
        help={t('records:people.keyNameHelp')}
        autoFocus
        {...form.field('name')}
      />
      <RoleTicks offered={person.roles} {...form.field('roles')} />
      {form.values.roles.includes('intake') ? <SpeaksForField {...form.field('speaksFor')} /> : null}
      <WhenField
        label={t('records:people.keyExpires')}
        help={t('records:people.keyNever')}
        zone={ownZone()}
        placeholder={t('intake:when.aheadPlaceholder')}
        {...form.field('expiresAt')}
      />
    </CommandDialog>
  );
}

function ShownKey({ made, onClose }: { made: NewKey; onClose: () => void }) {
  const t = useWords();
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
}

const LABELS = { nobody: 'speaksNobody', some: 'speaksSome', all: 'speaksAll' } as const;

/** The authorities an intake key may submit for. */
function SpeaksForField(field: BoundField<SpeaksForForm>) {
  const t = useWords();
  const error = useFieldError(field.path);
  const bind = bindParts(field);
  return (
    <fieldset>
      <legend>{t('records:people.speaksFor')}</legend>
      <Segments
        label={t('records:people.speaksFor')}
        options={toOptions(['nobody', 'some', 'all'] as const, (scope) => t(`records:people.${LABELS[scope]}`))}
        {...bind('scope')}
      />
      <p className="why">{t('records:people.speaksHelp')}</p>
      {field.value.scope === 'some' ? (
        <TextField label={t('records:people.speaksIds')} rows={3} {...bind('ids')} />
      ) : null}
      {error === undefined ? null : <p className="why invalid">{error}</p>}
    </fieldset>
  );
}
