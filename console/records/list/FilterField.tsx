import { useRef } from 'react';
import { Icon } from '../../parts/Icon.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { leaveField } from '../../state/focus.js';
import { useWords } from '../../words/use-words.js';

interface FilterFieldProps {
  filter: { label: string; hint?: string; narrow?: true };
  value: string;
  onChange: (value: string) => void;
}

/** The text filter of a list: `/` focuses it, Enter or blur applies it. */
export function FilterField({ filter: { label, hint, narrow }, value, onChange }: FilterFieldProps) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  useShortcuts([
    { id: 'filter', label: t('queue:cmd.filter'), keys: '/ | Shift+/', run: () => field.current?.focus() },
  ]);
  const apply = (text: string) => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <label className={`field small ${narrow === true ? 'filter-field' : 'record-filter'}`}>
      <Icon name="m-search" />
      <input
        ref={field}
        key={value}
        defaultValue={value}
        placeholder={hint ?? t('queue:filter')}
        aria-label={label}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leaveField(event.currentTarget);
        }}
        onBlur={(event) => apply(event.currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
