import { useMemo, useRef } from 'react';
import { Icon } from '../../parts/Icon.js';
import { useShortcuts, type Shortcut } from '../../state/shortcuts.js';
import { leaveField } from '../../state/focus.js';
import { useWords } from '../../words/use-words.js';

/** The text filter of a list: `/` focuses it, Enter or blur applies it. */
export function FilterField({
  value,
  label,
  placeholder,
  onChange,
}: {
  value: string;
  label: string;
  placeholder: string;
  onChange: (value: string) => void;
}) {
  const t = useWords();
  const field = useRef<HTMLInputElement>(null);
  const commands = useMemo<Shortcut[]>(
    () => [{ id: 'filter', label: t('queue:cmd.filter'), keys: '/ | Shift+/', run: () => field.current?.focus() }],
    [t],
  );
  useShortcuts(commands);
  const apply = (text: string) => {
    if (text.trim() !== value) onChange(text.trim());
  };
  return (
    <label className="field small record-filter">
      <Icon name="m-search" />
      <input
        ref={field}
        key={value}
        defaultValue={value}
        placeholder={placeholder}
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
