import { useState } from 'react';
import { Button } from './Button.js';
import { Dialog } from './Dialog.js';
import { useWords } from '../words/use-words.js';

interface AskProps {
  label: string;
  title: string;
  body: string;
  go: string;
  busy: boolean;
  why?: string | null;
  size?: 'small';
  /** Accessible label that names the object, for lists with several such buttons. */
  named?: string;
  onGo: () => void;
}

/** A button for an irreversible act: asks for confirmation first and names the consequences. */
export function Ask({ label, title, body, go, busy, why, size, named, onGo }: AskProps) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const act = () => {
    close();
    onGo();
  };
  const appearance = { ...(size === undefined ? {} : { size }), ...(named === undefined ? {} : { label: named }) };
  return (
    <>
      <Button
        variant="danger"
        {...appearance}
        why={why}
        hasPopup="dialog"
        busy={busy ? t('records:saving') : null}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      {isOpen ? (
        <Dialog title={title} role="alertdialog" onClose={close} go={{ label: go, run: act, danger: true }}>
          <p>{body}</p>
        </Dialog>
      ) : null}
    </>
  );
}
