import { formatLanguage, nameOf } from '../parts/format.js';

interface LanguageFieldProps {
  label: string;
  value: string;
  languages: readonly string[];
  onChange: (language: string) => void;
}

/** In which language letters are written. */
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

/** As those who speak it call it, with the reader's name for it where that is another: `Deutsch (German)`. */
function ownName(code: string): string {
  const [own, read] = [nameOf(code, 'language', code), formatLanguage(code)];
  return own === read ? own : `${own} (${read})`;
}
