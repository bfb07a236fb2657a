import { useEffect, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import { Icon } from '../../parts/Icon.js';
import { Keys } from '../../parts/Keys.js';
import { useWords } from '../../words/use-words.js';

const QUIET_MS = 200;

interface TextFilterProps {
  ref?: Ref<HTMLInputElement>;
  keys?: string;
  label: string;
  hint?: string | undefined;
  className?: string;
  q: string;
  onText: (text: string) => void;
  onLeave?: () => void;
}

/** Filters after a pause in typing; Enter filters immediately and leaves the field. */
export function TextFilter({
  ref,
  keys,
  label,
  hint,
  className = 'filter-field',
  q,
  onText,
  onLeave,
}: TextFilterProps) {
  const t = useWords();
  const timer = useRef<number | undefined>(undefined);
  const [typed, setTyped] = useState({ text: q, of: q, isWaiting: false });
  // Going back changes the query under the field; text being typed is never replaced.
  if (typed.of !== q) {
    const isOurs = typed.isWaiting || typed.text.trim() === q;
    setTyped({ ...typed, of: q, text: isOurs ? typed.text : q });
  }
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const apply = (text: string) => {
    window.clearTimeout(timer.current);
    setTyped((before) => ({ ...before, text, isWaiting: false }));
    if (text.trim() !== q) onText(text.trim());
  };
  const type = (text: string) => {
    window.clearTimeout(timer.current);
    setTyped((before) => ({ ...before, text, isWaiting: true }));
    timer.current = window.setTimeout(() => apply(text), QUIET_MS);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    apply(event.currentTarget.value);
    onLeave?.();
  };
  return (
    <label className={`field small ${className}`}>
      <Icon name="m-search" />
      <input
        ref={ref}
        placeholder={hint ?? t('queue:filter')}
        aria-label={label}
        value={typed.text}
        autoComplete="off"
        onChange={(event) => type(event.target.value)}
        onKeyDown={press}
      />
      {typed.text === '' ? (
        keys === undefined ? null : (
          <Keys of={keys} />
        )
      ) : (
        <button
          type="button"
          className="text-button filter-off"
          aria-label={t('queue:filterOff')}
          onClick={() => {
            apply('');
            onLeave?.();
          }}
        >
          <Icon name="m-x" />
        </button>
      )}
    </label>
  );
}
