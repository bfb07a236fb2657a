import { useState } from 'react';
import { useWrite, type Write } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { useWords } from '../words/use-words.js';

interface AskProps extends Write<unknown, unknown> {
  label: string;
  title: string;
  body: string;
  go: string;
  failed: string;
  sends?: object;
  why?: string | null;
  size?: 'small';
  /** Accessible label that names the object, for lists with several such buttons. */
  named?: string;
}

/** A button for an irreversible act: asks for confirmation first and names the consequences. */
export function Ask({ label, title, body, go, failed, sends, why, size, named, ...write }: AskProps) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const act = useWrite(write);
  const close = () => setOpen(false);
  const run = () => {
    close();
    act.mutate(sends);
  };
  const appearance = { ...(size === undefined ? {} : { size }), ...(named === undefined ? {} : { label: named }) };
  return (
    <>
      <Button
        variant="danger"
        {...appearance}
        why={why}
        hasPopup="dialog"
        busy={act.isPending ? t('frame:saving') : null}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      {isOpen ? (
        <Dialog title={title} role="alertdialog" onClose={close} go={{ label: go, run, danger: true }}>
          <p>{body}</p>
        </Dialog>
      ) : null}
      <Failure title={failed} error={act.error} />
    </>
  );
}
