import { formatLanguage, formatCodeName } from '../parts/format.js';

interface LanguageFieldProps {
  label: string;
  value: string;
  languages: readonly string[];
  onChange: (language: string) => void;
}

export function LanguageField({ label, value, languages, onChange }: LanguageFieldProps) {
  return (
    <label>
      {label}
      <span className="field">
        <select value={value} onChange={(event) => onChange(event.target.value)}>
          {languages.map((code) => (
            <option key={code} value={code}>
              {ownName(code)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}

/** A language's own name, with the reader's name for it if different: `Deutsch (German)`. */
function ownName(code: string): string {
  const [own, read] = [formatCodeName(code, 'language', code), formatLanguage(code)];
  return own === read ? own : `${own} (${read})`;
}
