import { formatOwnLanguage } from '../parts/format.js';

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
              {formatOwnLanguage(code)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
