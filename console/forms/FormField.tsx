import { createContext, useContext, useId, type ReactNode } from 'react';
import { Icon } from '../parts/Icon.js';
import { joinTexts } from '../parts/texts.js';

export const FieldErrors = createContext<ReadonlyMap<string, string>>(new Map());

/** What a screen adds below the field of a path. */
export const FieldNote = createContext<(path: string) => ReactNode>(() => null);

export function useFieldError(path: string | undefined): string | undefined {
  const errors = useContext(FieldErrors);
  if (path === undefined) return undefined;
  return errors.get(path) ?? [...errors].find(([each]) => each.startsWith(`${path}/`))?.[1];
}

interface FieldParts {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export interface FieldProps {
  label: string;
  /** Where in the body the value goes; errors of that path appear at the field. */
  path?: string | undefined;
  error?: string | undefined;
  help?: ReactNode;
}

interface FormFieldProps extends FieldProps {
  area?: boolean;
  bare?: boolean;
  children: (parts: FieldParts) => ReactNode;
}

export function FormField({ label, path, error: given, help, area, bare, children }: FormFieldProps) {
  const id = useId();
  const atPath = useFieldError(path);
  const note = useContext(FieldNote);
  const error = given ?? atPath;
  const hasHelp = help !== undefined && help !== null && help !== '';
  const describedBy = joinTexts([error === undefined ? '' : `${id}-error`, hasHelp ? `${id}-help` : '']);
  const parts: FieldParts = {
    id,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
    'aria-invalid': error === undefined ? undefined : true,
  };
  const frame = joinTexts(['field', area === true ? 'area' : '', error === undefined ? '' : 'invalid']);
  return (
    <div className="form-field" data-path={path}>
      <label htmlFor={id}>{label}</label>
      {bare === true ? children(parts) : <span className={frame}>{children(parts)}</span>}
      {hasHelp ? (
        <span className="why" id={`${id}-help`}>
          {help}
        </span>
      ) : null}
      {path === undefined ? null : note(path)}
      {error === undefined ? null : (
        <span className="why invalid" id={`${id}-error`}>
          <Icon name="m-x" />
          {error}
        </span>
      )}
    </div>
  );
}
