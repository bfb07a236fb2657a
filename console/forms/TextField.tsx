import type { RefObject } from 'react';
import { useWords } from '../words/use-words.js';
import { FormField, type FieldProps } from './FormField.js';

interface TextFieldProps extends FieldProps {
  value: string;
  onChange: (value: string) => void;
  /** More than one line. */
  rows?: number;
  areaRef?: RefObject<HTMLTextAreaElement | null>;
  type?: 'text' | 'date' | 'time' | 'tel' | 'number';
  maxLength?: number | undefined;
  placeholder?: string;
  min?: number;
  max?: number;
  readOnly?: boolean;
  autoFocus?: boolean;
}

/** A field of text; detects its direction, since names may be in any script. */
export function TextField({
  label,
  path,
  error,
  help,
  onChange,
  rows,
  areaRef,
  type = 'text',
  ...given
}: TextFieldProps) {
  const shared = {
    ...given,
    dir: type === 'text' ? 'auto' : undefined,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  return (
    <FormField label={label} path={path} error={error} help={help} area={rows !== undefined}>
      {(parts) =>
        rows === undefined ? (
          <input {...parts} {...shared} type={type} autoComplete="off" />
        ) : (
          <textarea {...parts} {...shared} rows={rows} ref={areaRef} />
        )
      }
    </FormField>
  );
}

/** The reason that an act asks for; it goes to the timeline and the audit log. */
export function ReasonField({ rows = 3, ...field }: Omit<TextFieldProps, 'label'>) {
  const t = useWords();
  return <TextField label={t('frame:reason.label')} rows={rows} autoFocus {...field} />;
}
