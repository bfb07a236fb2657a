import { formatDay } from '../../parts/format.js';

/** A day that narrows a list. The browser's field may write it in its own way; beside it the day cannot be read two ways. */
export function DayField({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (day: string) => void;
}) {
  return (
    <span className="record-date">
      <label>
        {label}
        <span className="field sm">
          <input type="date" value={value} onChange={(event) => onChange(event.target.value)} />
        </span>
      </label>
      {value === '' ? null : <span className="n">{formatDay(value)}</span>}
    </span>
  );
}
