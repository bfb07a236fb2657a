import { Icon } from './Icon.js';

/** Selects a row. Not a tab stop, because keys select the row under the cursor. */
export function SelectBox({ isOn, label, onToggle }: { isOn: boolean; label: string; onToggle: () => void }) {
  return (
    <button
      type="button"
      className={isOn ? 'box selected' : 'box'}
      tabIndex={-1}
      aria-pressed={isOn}
      aria-label={label}
      onClick={(event) => {
        event.stopPropagation();
        onToggle();
      }}
    >
      <Icon name="s-met" />
    </button>
  );
}
