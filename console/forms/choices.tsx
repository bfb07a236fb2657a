import { useContext, type ReactNode } from 'react';
import { onChosen } from './on-chosen.js';
import { FieldNote, FormField, type FieldProps } from './FormField.js';
import { Segments, type ChoiceProps, type SegmentsProps } from './Segments.js';

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
