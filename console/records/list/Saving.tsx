import { useEffect, useRef, type ReactNode } from 'react';
import { Dialog } from '../../parts/Dialog.js';
import { HttpProblemError } from '../../http/problem.js';
import { Failure } from '../../parts/Failure.js';
import { useWords } from '../../words/use-words.js';

interface SavingProps {
  title: string;
  body: string;
  go: string;
  failed: string;
  isSaving: boolean;
  error: unknown;
  /** Paths of fields that show their own errors. */
  fields: readonly string[];
  why?: string | null;
  wide?: boolean;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form saved as a whole; Enter in a field saves. Errors appear at their fields, others below. */
export function Saving(props: SavingProps) {
  const t = useWords();
  const { title, body, go, failed, isSaving, error, fields, why, wide, onSave, onClose, children } = props;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (error !== null) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error]);
  const save = () => {
    if (why == null && !isSaving) onSave();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide={wide === true}
      fixed={wide === true}
      go={{ label: go, run: save, why, showWhy: true, busy: isSaving ? t('records:saving') : null }}
    >
      <p>{body}</p>
      <form
        className="form-grid"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {children}
        <button type="submit" hidden aria-label={go} />
      </form>
      {error === null ? null : isSaidAt(fields, error) ? (
        <p className="why invalid" role="alert">
          {t('records:correct', { failed })}
        </p>
      ) : (
        <Failure title={failed} error={error} />
      )}
    </Dialog>
  );
}

function isSaidAt(fields: readonly string[], error: unknown): boolean {
  if (!(error instanceof HttpProblemError) || error.errors.length === 0) return false;
  return error.errors.every(({ path }) => fields.includes(path.split('/')[1] ?? ''));
}
