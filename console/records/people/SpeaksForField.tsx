import { Segments, toOptions } from '../../forms/Segments.js';
import { useFieldError } from '../../forms/FormField.js';
import { TextField } from '../../forms/TextField.js';
import { useWords } from '../../words/use-words.js';
import type { SpeaksForForm } from './speaks-for.js';

const LABELS = { nobody: 'speaksNobody', some: 'speaksSome', all: 'speaksAll' } as const;

interface SpeaksForFieldProps {
  path: string;
  value: SpeaksForForm;
  onChange: (value: SpeaksForForm) => void;
}

/** The authorities an intake key may submit for. */
export function SpeaksForField({ path, value, onChange }: SpeaksForFieldProps) {
  const t = useWords();
  const error = useFieldError(path);
  return (
    <fieldset>
      <legend>{t('records:people.speaksFor')}</legend>
      <Segments
        label={t('records:people.speaksFor')}
        options={toOptions(['nobody', 'some', 'all'] as const, (scope) => t(`records:people.${LABELS[scope]}`))}
        value={value.scope}
        onChange={(scope) => onChange({ ...value, scope })}
      />
      <p className="why">{t('records:people.speaksHelp')}</p>
      {value.scope === 'some' ? (
        <TextField
          label={t('records:people.speaksIds')}
          rows={3}
          value={value.ids}
          onChange={(ids) => onChange({ ...value, ids })}
        />
      ) : null}
      {error === undefined ? null : <p className="why invalid">{error}</p>}
    </fieldset>
  );
}
