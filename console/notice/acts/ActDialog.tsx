import { useWords } from '../../words/use-words.js';
import type { ReactNode } from 'react';
import { FormField } from '../../intake/Field.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';

export function ActDialog({
  title,
  body,
  go,
  why,
  pending,
  error,
  danger,
  onGo,
  onClose,
  children,
}: {
  title: string;
  body: string;
  go: string;
  why: string | null;
  pending: boolean;
  error: unknown;
  danger?: boolean;
  onGo: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useWords();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      go={{ label: go, run: onGo, why, busy: pending ? t('acts:busy') : null, danger: danger === true }}
    >
      <p>{body}</p>
      <div className="form-grid">{children}</div>
      {error === null ? null : <Failure title={t('acts:failed', { act: go })} error={error} />}
    </Dialog>
  );
}

export function ActField({
  label,
  value,
  rows,
  help,
  autoFocus,
  onChange,
}: {
  label: string;
  value: string;
  rows?: number;
  help?: ReactNode;
  autoFocus?: boolean;
  onChange: (value: string) => void;
}) {
  const shared = { value, dir: 'auto', autoFocus: autoFocus === true } as const;
  return (
    <FormField label={label} area={rows !== undefined} {...(help === undefined ? {} : { help })}>
      {(parts) =>
        rows === undefined ? (
          <input {...parts} {...shared} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
        ) : (
          <textarea {...parts} {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </FormField>
  );
}
