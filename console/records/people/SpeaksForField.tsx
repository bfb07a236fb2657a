import type { SpeaksFor } from '../../../domain/people/speaks-for.js';
import { ActField } from '../../notice/acts/ActDialog.js';
import { useWords, type Words } from '../../words/use-words.js';

/** How many authorities an intake key speaks for, and which, as it is being written. */
export interface SpeaksForForm {
  whom: 'nobody' | 'all' | 'some';
  ids: string;
}

export const SPEAKS_FOR_NOBODY: SpeaksForForm = { whom: 'nobody', ids: '' };
const LABELS = { nobody: 'speaksNobody', all: 'speaksAll', some: 'speaksSome' } as const;

/** What is sent; null while ids are still to be named. */
export function toSpeaksFor({ whom, ids }: SpeaksForForm): SpeaksFor | null {
  if (whom === 'all') return 'all';
  const named = whom === 'some' ? [...new Set(ids.split(/[\s,;]+/).filter((id) => id !== ''))] : [];
  return whom === 'some' && named.length === 0 ? null : named;
}

/** For whom a key speaks, in words. */
export function speaksForText(speaksFor: SpeaksFor, t: Words): string {
  if (speaksFor === 'all') return t('records:people.speaksAll');
  return speaksFor.length === 0 ? t('records:people.speaksNobody') : speaksFor.join(', ');
}

/** Whose own channel an intake key is. */
export function SpeaksForField({
  form,
  error,
  onChange,
}: {
  form: SpeaksForForm;
  error: string | null;
  onChange: (form: SpeaksForForm) => void;
}) {
  const t = useWords();
  return (
    <fieldset>
      <legend>{t('records:people.speaksFor')}</legend>
      <div className="segments" role="group" aria-label={t('records:people.speaksFor')}>
        {(['nobody', 'some', 'all'] as const).map((whom) => (
          <button
            key={whom}
            type="button"
            aria-pressed={form.whom === whom}
            onClick={() => onChange({ ...form, whom })}
          >
            {t(`records:people.${LABELS[whom]}`)}
          </button>
        ))}
      </div>
      <p className="why">{t('records:people.speaksHelp')}</p>
      {form.whom === 'some' ? (
        <ActField
          label={t('records:people.speaksIds')}
          rows={3}
          value={form.ids}
          onChange={(ids) => onChange({ ...form, ids })}
        />
      ) : null}
      {error === null ? null : <p className="why invalid">{error}</p>}
    </fieldset>
  );
}
