import { SelectField } from '../forms/choices.js';
import { toOptions } from '../forms/Segments.js';
import { formatLanguage, formatCodeName } from '../parts/format.js';

interface LanguageFieldProps {
  label: string;
  value: string;
  languages: readonly string[];
  onChange: (language: string) => void;
}

export function LanguageField({ languages, ...field }: LanguageFieldProps) {
  return <SelectField options={toOptions(languages, ownName)} {...field} />;
}

/** A language's own name, with the reader's name for it if different: `Deutsch (German)`. */
function ownName(code: string): string {
  const [own, read] = [formatCodeName(code, 'language', code), formatLanguage(code)];
  return own === read ? own : `${own} (${read})`;
}
