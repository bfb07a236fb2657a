import { createContext, useContext, useId, type ReactNode } from 'react';
import { FromDocument } from './document/FromDocument.js';
import { Icon } from '../parts/Icon.js';

export const FieldErrors = createContext<ReadonlyMap<string, string>>(new Map());

export function useFieldError(path: string | undefined): string | undefined {
  const errors = useContext(FieldErrors);
  if (path === undefined) return undefined;
  return errors.get(path) ?? [...errors].find(([each]) => each.startsWith(`${path}/`))?.[1];
}

export interface FieldParts {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

export function FormField({
  label,
  path,
  error: given,
  help,
  area,
  bare,
  children,
}: {
  label: string;
  path?: string;
  error?: string | null;
  help?: ReactNode;
  area?: boolean;
  bare?: boolean;
  children: (parts: FieldParts) => ReactNode;
}) {
  const id = useId();
  const atPath = useFieldError(path);
  const error = given ?? atPath;
  const describedBy = [error === undefined ? '' : `${id}-error`, help === undefined ? '' : `${id}-help`]
    .filter((part) => part !== '')
    .join(' ');
  const parts: FieldParts = {
    id,
    'aria-describedby': describedBy === '' ? undefined : describedBy,
    'aria-invalid': error === undefined ? undefined : true,
  };
  const frame = ['field', area === true ? 'area' : '', error === undefined ? '' : 'invalid']
    .filter((part) => part !== '')
    .join(' ');
  return (
    <div className="form-field" data-path={path}>
      <label htmlFor={id}>{label}</label>
      {bare === true ? children(parts) : <span className={frame}>{children(parts)}</span>}
      {help === undefined ? null : (
        <span className="why" id={`${id}-help`}>
          {help}
        </span>
      )}
      <FromDocument path={path} />
      {error === undefined ? null : (
        <span className="why invalid" id={`${id}-error`}>
          <Icon name="m-x" />
          {error}
        </span>
      )}
    </div>
  );
}
