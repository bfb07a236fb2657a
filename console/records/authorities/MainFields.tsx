import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { formatValueName } from '../list/find-name.js';
import { TextField } from '../list/TextField.js';
import { AUTHORITY_KINDS, type AuthorityForm } from './form.js';

interface MainFieldsProps {
  form: AuthorityForm;
  isNew: boolean;
  change: (part: Partial<AuthorityForm>) => void;
  error: unknown;
}

export function MainFields({ form, isNew, change, error }: MainFieldsProps) {
  const t = useWords();
  const text = (name: 'id' | 'name' | 'country') => ({
    value: form[name],
    error: errorAt(error, `/${name}`),
    onChange: (value: string) => change({ [name]: value }),
  });
  return (
    <div className="halves">
      <TextField label={t('records:id')} help={t('records:authorities.idHelp')} {...text('id')} readOnly={!isNew} />
      <TextField label={t('records:authorities.name')} {...text('name')} />
      <TextField label={t('queue:f.country')} help={t('records:authorities.countryHelp')} {...text('country')} />
      <Field label={t('queue:f.kind')} error={errorAt(error, '/kind')}>
        {(given) => (
          <select {...given} value={form.kind} onChange={(event) => change({ kind: event.target.value })}>
            {AUTHORITY_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {formatValueName(t, 'records:authorityKind', kind)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <DomainsAndCheck form={form} change={change} error={error} />
    </div>
  );
}

function DomainsAndCheck({ form, change, error }: Omit<MainFieldsProps, 'isNew'>) {
  const t = useWords();
  return (
    <>
      <Field
        label={t('records:authorities.domains')}
        help={t('records:authorities.domainsHelp')}
        error={errorAt(error, '/domains', { below: true })}
        area
      >
        {(given) => (
          <textarea
            {...given}
            rows={3}
            value={form.domains}
            onChange={(event) => change({ domains: event.target.value })}
          />
        )}
      </Field>
      <label className="tick">
        <input
          type="checkbox"
          checked={form.verification === 'verified'}
          onChange={(event) => change({ verification: event.target.checked ? 'verified' : 'unverified' })}
        />
        {t('records:authorities.isVerified')}
      </label>
    </>
  );
}
