import type { ReactNode } from 'react';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { useWords } from '../../words/use-words.js';

interface SavingProps {
  title: string;
  body: string;
  go: string;
  /** What is said when the desk refuses. */
  failed: string;
  isSaving: boolean;
  error: unknown;
  why?: string | null;
  wide?: boolean;
  onSave: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** A form that is saved as a whole. Enter in a field saves; what is wrong stands at its field and below. */
export function Saving(props: SavingProps) {
  const t = useWords();
  const { title, body, go, failed, isSaving, error, why, wide, onSave, onClose, children } = props;
  const save = () => {
    if (why == null && !isSaving) onSave();
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide={wide === true}
      fixed={wide === true}
      footer={
        <>
          <Button onPress={onClose}>{t('frame:cancel')}</Button>
          <Button variant="primary" onPress={save} why={why} busy={isSaving ? t('records:saving') : null}>
            {go}
          </Button>
        </>
      }
    >
      <p>{body}</p>
      <form
        className="form-grid"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {children}
        <button type="submit" hidden />
      </form>
      {error === null ? null : <Failure title={failed} error={error} />}
    </Dialog>
  );
}
