import { CADENCE_UNITS } from '../../../domain/letters/cadence.js';
import { onChosen } from '../../parts/on-chosen.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { TextField } from '../list/TextField.js';
import type { AuthorityForm } from './form.js';

interface UpdateFieldsProps {
  form: AuthorityForm;
  change: (part: Partial<AuthorityForm>) => void;
  error: unknown;
}

export function UpdateFields({ form, change, error }: UpdateFieldsProps) {
  const t = useWords();
  return (
    <div className="halves">
      <TextField
        label={t('updates:amount')}
        help={t('updates:help')}
        value={form.every}
        error={errorAt(error, '/statusUpdates/amount')}
        onChange={(every) => change({ every })}
      />
      <Field label={t('updates:unit')} error={errorAt(error, '/statusUpdates/unit')}>
        {(given) => (
          <select {...given} value={form.unit} onChange={onChosen(CADENCE_UNITS, (unit) => change({ unit }))}>
            {CADENCE_UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {t(`updates:unitOf.${unit}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
