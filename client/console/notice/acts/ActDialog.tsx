import { useWords } from '../../words/use-words.js';
import type { ReactNode } from 'react';
import { Field } from '../../intake/Field.js';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { useCommands } from '../../state/commands.js';

/** A question, what it needs, and the verb on its button. */
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
  useCommands([{ id: 'act-go', label: go, keys: '$mod+Enter', run: onGo, why, hidden: true }], 'dialog');
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('frame:cancel')}</Button>
          <Button
            variant={danger === true ? 'danger-fill' : 'primary'}
            keys="$mod+Enter"
            why={why}
            busy={pending ? t('acts:busy') : null}
            onPress={onGo}
          >
            {go}
          </Button>
        </>
      }
    >
      <p>{body}</p>
      <div className="form-grid">{children}</div>
      {error === null ? null : <Failure title={t('acts:failed', { act: go })} error={error} />}
    </Dialog>
  );
}

/** A field of a dialog: a line, or several. */
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
    <Field label={label} area={rows !== undefined} {...(help === undefined ? {} : { help })}>
      {(parts) =>
        rows === undefined ? (
          <input {...parts} {...shared} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
        ) : (
          <textarea {...parts} {...shared} rows={rows} onChange={(event) => onChange(event.target.value)} />
        )
      }
    </Field>
  );
}
