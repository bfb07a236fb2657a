import type { Fields, TextName } from './draft.js';

export interface SectionProps {
  fields: Fields;
  change: (fields: Partial<Fields>) => void;
}

export const bindText = ({ fields, change }: SectionProps, name: TextName) => ({
  path: `/${name}`,
  value: fields[name],
  onChange: (text: string) => change({ [name]: text }),
});
