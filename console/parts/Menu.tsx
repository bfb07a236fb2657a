import { useWords } from '../words/use-words.js';
import { Icon } from './Icon.js';

export interface MenuOption {
  value: string;
  label: string;
}

interface MenuProps {
  label: string;
  value: string;
  options: readonly MenuOption[];
  onChange: (value: string) => void;
  bare?: boolean;
}

/** A native select as a chip, which keeps the keyboard behavior people know. */
export function Menu({ label, value, options, onChange, bare }: MenuProps) {
  const t = useWords();
  const known = options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
  const chosen = known.find((option) => option.value === value)?.label ?? t('queue:any');
  return (
    <span className={value !== '' && bare !== true ? 'chip choice narrowed' : 'chip choice'}>
      <span aria-hidden="true">
        {bare === true ? null : <>{label} </>}
        <b>{chosen}</b>
      </span>
      <Icon name="m-down" />
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {known.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
