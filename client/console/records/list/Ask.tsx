import { useState } from 'react';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { useWords } from '../../words/use-words.js';

/** A button for what cannot be taken back: it asks first and says what follows. */
export function Ask({
  label,
  title,
  body,
  go,
  busy,
  why,
  size,
  named,
  onGo,
}: {
  label: string;
  title: string;
  body: string;
  go: string;
  busy: boolean;
  why?: string | null;
  size?: 'sm';
  /** The label with what it is about, where several stand in a list. */
  named?: string;
  onGo: () => void;
}) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="danger"
        {...(size === undefined ? {} : { size })}
        {...(named === undefined ? {} : { label: named })}
        why={why}
        hasPopup="dialog"
        busy={busy ? t('records:saving') : null}
        onPress={() => setOpen(true)}
      >
        {label}
      </Button>
      {isOpen ? (
        <Dialog
          title={title}
          role="alertdialog"
          onClose={() => setOpen(false)}
          footer={
            <>
              <Button onPress={() => setOpen(false)}>{t('frame:cancel')}</Button>
              <Button
                variant="danger-fill"
                onPress={() => {
                  setOpen(false);
                  onGo();
                }}
              >
                {go}
              </Button>
            </>
          }
        >
          <p>{body}</p>
        </Dialog>
      ) : null}
    </>
  );
}
