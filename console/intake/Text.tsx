import type { Fields } from './draft.js';
import { FormField } from '../forms/FormField.js';

export interface SectionProps {
  fields: Fields;
  change: (fields: Partial<Fields>) => void;
}

export function Text({
  name,
  label,
  path,
  help,
  fields,
  change,
}: SectionProps & {
  name: 'reference' | 'jurisdiction' | 'language' | 'subject' | 'name' | 'country' | 'email' | 'authority';
  label: string;
  path: string;
  help?: string;
}) {
  return (
    <FormField label={label} path={path} {...(help === undefined ? {} : { help })}>
      {(parts) => (
        <input
          {...parts}
          dir="auto"
          value={fields[name]}
          onChange={(event) => change({ [name]: event.target.value })}
          autoComplete="off"
        />
      )}
    </FormField>
  );
}
