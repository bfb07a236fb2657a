import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useShortcuts, useKeyboardFor } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { Button } from './Button.js';

/** What a dialog is there for: the button after Cancel, and Ctrl Enter. */
export interface Go {
  label: string;
  run: () => void;
  /** Why it cannot be done yet. */
  why?: string | null | undefined;
  /** The reason stands beside the button. */
  showWhy?: boolean;
  /** What is being done now; meanwhile it cannot be done again. */
  busy?: string | null;
  /** What follows cannot be taken back. */
  danger?: boolean;
}

const GO_KEYS = '$mod+Enter';

/** A question as title, what follows as body, Cancel first. Owns the keyboard while open; Esc closes it. */
export function Dialog({
  title,
  onClose,
  children,
  go,
  footer,
  wide,
  role,
  fixed,
  isOnTop = false,
  isText,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  go?: Go;
  /** In place of Cancel and `go`. */
  footer?: ReactNode;
  wide?: boolean;
  role?: 'dialog' | 'alertdialog';
  /** Esc and a press beside it do not close it. */
  fixed?: boolean;
  /** Stays above dialogs that open after it, and within reach: nothing else can be done before it is answered. */
  isOnTop?: boolean;
  /** There is nothing in it but text, which arrows and page keys scroll. */
  isText?: boolean;
}) {
  useKeyboardFor(true);
  useShortcuts(
    go === undefined
      ? []
      : [{ id: 'go', label: go.label, keys: GO_KEYS, run: go.run, why: go.busy ?? go.why, hidden: true }],
    'dialog',
  );
  return (
    <ModalOverlay
      className={isOnTop ? 'scrim veil on-top' : 'scrim veil'}
      // A dialog that opens later makes everything inert but what bears this mark.
      data-react-aria-top-layer={isOnTop ? 'true' : undefined}
      isOpen
      isDismissable={fixed !== true}
      isKeyboardDismissDisabled={fixed === true}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={wide === true ? 'dialog wide print-flow' : 'dialog print-flow'}>
        <AriaDialog role={role ?? 'dialog'} className="dialog-inside print-flow">
          <header>
            <Heading slot="title">{title}</Heading>
          </header>
          {isText === true ? (
            <div className="body print-whole" role="region" aria-label={title} tabIndex={0}>
              {children}
            </div>
          ) : (
            <div className="body print-whole">{children}</div>
          )}
          {go === undefined && footer === undefined ? null : (
            <footer>{go === undefined ? footer : <CancelOrGo go={go} onClose={onClose} />}</footer>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function CancelOrGo({ go: { label, run, why, showWhy, busy, danger }, onClose }: { go: Go; onClose: () => void }) {
  const t = useWords();
  return (
    <>
      <Button onPress={onClose}>{t('frame:cancel')}</Button>
      <Button
        variant={danger === true ? 'danger-fill' : 'primary'}
        keys={GO_KEYS}
        why={why}
        showWhy={showWhy === true}
        busy={busy}
        onPress={run}
      >
        {label}
      </Button>
    </>
  );
}
