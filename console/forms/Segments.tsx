export interface Option<Value extends string> {
  value: Value;
  text: string;
}

/** Options in the order of `values`, each with its text. */
export function toOptions<Value extends string>(
  values: readonly Value[],
  text: (value: Value) => string,
): Option<Value>[] {
  return values.map((value) => ({ value, text: text(value) }));
}

export interface ChoiceProps<Value extends string> {
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
}

export interface SegmentsProps<Value extends string> extends ChoiceProps<Value> {
  label: string;
  value: Value | null | undefined;
}

/** A choice of few, all of them in view. */
export function Segments<Value extends string>({ label, options, value, onChange }: SegmentsProps<Value>) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={value === option.value}
          onClick={() => onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
