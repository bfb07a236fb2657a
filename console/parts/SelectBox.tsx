import { Icon } from './Icon.js';

/** The box of a row that selects it. Keys select the row under the cursor, so Tab passes it by. */
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
