import type { Fields } from './draft.js';
import { Field } from './Field.js';

/** What a section of the form is given: what was typed, and how to change it. */
export interface SectionProps {
  fields: Fields;
  change: (fields: Partial<Fields>) => void;
}

/** A line of plain text. */
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
    <Field label={label} path={path} {...(help === undefined ? {} : { help })}>
      {(parts) => (
        <input
          {...parts}
          dir="auto"
          value={fields[name]}
          onChange={(event) => change({ [name]: event.target.value })}
          autoComplete="off"
        />
      )}
    </Field>
  );
}
