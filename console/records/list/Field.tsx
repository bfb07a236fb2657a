import { useId, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../../parts/Icon.js';
import { HttpProblemError } from '../../http/problem.js';

/** The API's error for a field; with `below`, also for anything nested in it. */
export function errorAt(error: unknown, path: string, { below = false } = {}): string | null {
  if (!(error instanceof HttpProblemError)) return null;
  const found = error.errors.filter((one) => one.path === path || (below && one.path.startsWith(`${path}/`)));
  return found.length === 0 ? null : found.map(({ message }) => message).join(' ');
}

export function Field({
  label,
  help,
  error,
  area,
  children,
}: {
  label: string;
  help?: string;
  error?: string | null;
  area?: boolean;
  children: (given: { 'aria-describedby': string | undefined; 'aria-invalid': true | undefined }) => ReactElement;
}): ReactNode {
  const id = useId();
  const isBad = error !== undefined && error !== null;
  const described = isBad || help !== undefined ? id : undefined;
  const names = ['field', area === true ? 'area' : '', isBad ? 'invalid' : ''].filter((name) => name !== '').join(' ');
  return (
    <div>
      <label>
        {label}
        <span className={names}>{children({ 'aria-describedby': described, 'aria-invalid': isBad || undefined })}</span>
      </label>
      {isBad ? (
        <p className="why invalid" id={id}>
          <Icon name="m-warn" />
          {error}
        </p>
      ) : help === undefined ? null : (
        <p className="why" id={id}>
          {help}
        </p>
      )}
    </div>
  );
}
