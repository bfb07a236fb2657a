import type { Ref } from 'react';
import type { BoundField } from './use-command-form.js';

interface TypedNumberProps extends Omit<BoundField<string>, 'maxLength'> {
  ref?: Ref<HTMLInputElement>;
  label: string;
  onEnter?: () => void;
}

/** The number of targets, typed by hand before an act on many. */
export function TypedNumber({ ref, label, path, value, onChange, onEnter }: TypedNumberProps) {
  return (
    <label className="type-number" data-path={path}>
      <span>{label}</span>
      <span className="field number">
        <input
          ref={ref}
          value={value}
          inputMode="numeric"
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={({ key }) => key === 'Enter' && onEnter?.()}
        />
      </span>
    </label>
  );
}
