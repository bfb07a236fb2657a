import type { Fields, TextName } from './draft.js';

export interface SectionProps {
  fields: Fields;
  change: (fields: Partial<Fields>) => void;
}

/** The value of a text of the draft and how it changes, for the field that shows it. */
export const bindText = ({ fields, change }: SectionProps, name: TextName) => ({
  value: fields[name],
  onChange: (text: string) => change({ [name]: text }),
});
