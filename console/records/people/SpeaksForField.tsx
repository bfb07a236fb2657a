import { ActField } from '../../notice/acts/ActDialog.js';
import { useWords } from '../../words/use-words.js';
import type { SpeaksForForm } from './speaks-for.js';

const LABELS = { nobody: 'speaksNobody', all: 'speaksAll', some: 'speaksSome' } as const;

/** The authorities an intake key may submit for. */
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
        {(['nobody', 'some', 'all'] as const).map((scope) => (
          <button
            key={scope}
            type="button"
            aria-pressed={form.scope === scope}
            onClick={() => onChange({ ...form, scope })}
          >
            {t(`records:people.${LABELS[scope]}`)}
          </button>
        ))}
      </div>
      <p className="why">{t('records:people.speaksHelp')}</p>
      {form.scope === 'some' ? (
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
