import { maySubstitute } from '../../../domain/people/substitute.js';
import { SelectField } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { pickInstant, readWhen } from '../../forms/when/when.js';
import { WhenField } from '../../forms/when/WhenField.js';
import { ownZone } from '../../forms/when/zones.js';
import { useColleagues } from '../../http/colleagues.js';
import type { Person } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';

/** Records an absence with a delegate. Another person's absence needs confirmation by a second person. */
export function AbsenceDialog({ person, onClose }: { person: Pick<Person, 'id' | 'name'>; onClose: () => void }) {
  const t = useWords();
  const zone = ownZone();
  const readTime = (text: string) => readWhen(text, { zone, now: nowMs() });
  const form = useCommandForm({
    to: `/v1/people/${person.id}/absence`,
    refresh: RECORD_KEYS,
    start: { from: '', until: '', substitute: '' },
    body: ({ from, until, substitute }) => ({
      from: pickInstant(readTime(from)),
      until: pickInstant(readTime(until)),
      substitute,
    }),
    why: ({ from, until, substitute }) => {
      if (pickInstant(readTime(until)) === null) return t('records:people.absenceNeedsEnd');
      if (!['empty', 'read'].includes(readTime(from).state)) return t('intake:when.why');
      return substitute === '' ? t('records:people.absenceNeedsSubstitute') : null;
    },
    done: t('records:people.absenceSaved', { name: person.name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('records:people.absenceTitle', { name: person.name })}
      body={t('records:people.absenceBody')}
      go={t('records:people.markAbsentGo')}
      failed={t('records:people.notSaved')}
      isQuick
    >
      <WhenField
        label={t('records:people.absentFrom')}
        help={t('records:people.fromNow')}
        zone={zone}
        {...form.field('from')}
      />
      <WhenField
        label={t('records:people.absentUntil')}
        zone={zone}
        placeholder={t('intake:when.aheadPlaceholder')}
        {...form.field('until')}
      />
      <Substitute of={person.id} {...form.field('substitute')} />
    </CommandDialog>
  );
}

interface SubstituteProps {
  of: string;
  path: string;
  value: string;
  onChange: (id: string) => void;
}

function Substitute({ of, ...field }: SubstituteProps) {
  const t = useWords();
  const colleagues = useColleagues();
  const absent = colleagues.find(({ id }) => id === of)?.roles ?? [];
  // The API rejects others, because delegation grants no role the delegate lacks.
  const others = colleagues.filter(({ id, roles }) => id !== of && maySubstitute({ absent, substitute: roles }));
  return (
    <SelectField
      label={t('records:people.substitute')}
      options={[
        { value: '', text: t('records:people.choose') },
        ...others.map(({ id, name, roles }) => ({
          value: id,
          text: `${name}, ${roles.map((role) => t(`frame:role.${role}`)).join(', ')}`,
        })),
      ]}
      {...field}
    />
  );
}
