import { useWords } from '../words/use-words.js';
import { Icon } from './Icon.js';

export interface MenuOption {
  value: string;
  label: string;
}

/** A choice of one as a chip: what is chosen stands on it. The browser's own list opens, with the keys people know. */
export function Menu({
  label,
  value,
  options,
  onChange,
  bare,
}: {
  label: string;
  value: string;
  options: readonly MenuOption[];
  onChange: (value: string) => void;
  /** The choice alone names itself. */
  bare?: boolean;
}) {
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
