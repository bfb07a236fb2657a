import { Field } from './Field.js';

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | null;
  help?: string;
  type?: 'text' | 'date' | 'tel';
  readOnly?: boolean;
  autoFocus?: boolean;
}

/** A one-line field; detects text direction, since names may be in any script. */
export function TextField({ label, value, onChange, error, help, type = 'text', readOnly, autoFocus }: TextFieldProps) {
  return (
    <Field label={label} {...(help === undefined ? {} : { help })} error={error ?? null}>
      {(given) => (
        <input
          {...given}
          type={type}
          dir={type === 'text' ? 'auto' : undefined}
          value={value}
          readOnly={readOnly}
          autoFocus={autoFocus}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
