import { useContext, type ReactNode } from 'react';
import { onChosen } from '../parts/on-chosen.js';
import { FieldNote, FormField, type FieldProps } from './FormField.js';

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

interface ChoiceProps<Value extends string> {
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
}

interface SelectFieldProps<Value extends string> extends FieldProps, ChoiceProps<Value> {
  value: Value;
  autoFocus?: boolean;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  const { options, value, onChange, autoFocus, ...field } = props;
  const values = options.map((option) => option.value);
  return (
    <FormField {...field}>
      {(parts) => (
        <select {...parts} value={value} onChange={onChosen(values, onChange)} autoFocus={autoFocus}>
          {options.map((option) => (
            <option key={option.value + option.text} value={option.value}>
              {option.text}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

interface SegmentsProps<Value extends string> extends ChoiceProps<Value> {
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

/** Segments under a visible label. */
export function SegmentsField<Value extends string>(props: SegmentsProps<Value> & FieldProps) {
  const { path, help, ...choice } = props;
  const note = useContext(FieldNote);
  return (
    <div className="form-field" data-path={path}>
      <span aria-hidden>{props.label}</span>
      <Segments {...choice} />
      {help == null ? null : <span className="why">{help}</span>}
      {path === undefined ? null : note(path)}
    </div>
  );
}

export function Tick(props: { label: ReactNode; value: boolean; onChange: (value: boolean) => void }) {
  return (
    <label className="tick">
      <input type="checkbox" checked={props.value} onChange={(event) => props.onChange(event.target.checked)} />
      {props.label}
    </label>
  );
}
