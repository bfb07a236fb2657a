import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { useWords } from '../words/use-words.js';
import { FieldErrors } from './FormField.js';
import type { FormState } from './use-command-form.js';

interface FieldsProps {
  form: FormState;
  failed: string;
  /** Enter in a field sends; for acts that can be taken back. */
  isQuick?: boolean;
  children?: ReactNode;
}

/** The fields of a form with the API's errors at them, and below what else the API says. */
export function CommandFields({ form, failed, isQuick = false, children }: FieldsProps) {
  const t = useWords();
  const fields = useRef<HTMLFormElement>(null);
  const { error, errors, isSaidAtFields, send } = form;
  useEffect(() => {
    if (error !== null) fields.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [error]);
  return (
    <FieldErrors.Provider value={errors}>
      <form
        className="form-grid"
        ref={fields}
        onSubmit={(event) => {
          event.preventDefault();
          if (isQuick) send();
        }}
      >
        {children}
        {isQuick ? <input type="submit" hidden /> : null}
      </form>
      {error === null ? null : isSaidAtFields ? (
        <p className="why invalid" role="alert">
          {t('frame:correct', { failed })}
        </p>
      ) : (
        <Failure title={failed} error={error} />
      )}
    </FieldErrors.Provider>
  );
}

interface CommandDialogProps extends Omit<FieldsProps, 'failed'> {
  title: string;
  body?: ReactNode;
  go: string;
  failed?: string;
  busy?: string;
  danger?: boolean;
  wide?: boolean;
  fixed?: boolean;
  role?: 'dialog' | 'alertdialog';
  /** Below the fields. */
  after?: ReactNode;
}

/** The dialog of one command: what follows, the fields, and one act. */
export function CommandDialog(props: CommandDialogProps) {
  const { form, title, body, go, failed, busy, danger, wide, fixed, role, isQuick = false, after, children } = props;
  const t = useWords();
  return (
    <Dialog
      title={title}
      onClose={form.close}
      wide={wide === true}
      fixed={fixed === true}
      role={role ?? 'dialog'}
      go={{
        label: go,
        run: form.send,
        why: form.why,
        showWhy: isQuick,
        busy: form.isPending ? (busy ?? t('frame:saving')) : null,
        danger: danger === true,
      }}
    >
      {body === undefined ? null : <p>{body}</p>}
      <CommandFields form={form} failed={failed ?? t('frame:notDone', { act: go })} isQuick={isQuick}>
        {children}
      </CommandFields>
      {after}
    </Dialog>
  );
}

interface CommandButtonProps {
  form: FormState;
  label: string;
  isPrimary?: boolean;
  showWhy?: boolean;
  /** Other acts beside it. */
  children?: ReactNode;
}

/** The act of a form that stands in a page. */
export function CommandButton({ form, label, isPrimary, showWhy = true, children }: CommandButtonProps) {
  const t = useWords();
  return (
    <div className="acts">
      <Button
        variant={isPrimary === true ? 'primary' : 'plain'}
        why={form.why}
        showWhy={showWhy}
        busy={form.isPending ? t('frame:saving') : null}
        onPress={form.send}
      >
        {label}
      </Button>
      {children}
    </div>
  );
}
