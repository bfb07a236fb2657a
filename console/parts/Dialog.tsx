import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useShortcuts, useOwnKeyboard } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { Button } from './Button.js';

export interface Go {
  label: string;
  run: () => void;
  why?: string | null | undefined;
  showWhy?: boolean;
  busy?: string | null;
  danger?: boolean;
}

const GO_KEYS = '$mod+Enter';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  go?: Go;
  footer?: ReactNode;
  hasClose?: boolean;
  wide?: boolean;
  role?: 'dialog' | 'alertdialog';
  /** Esc and clicks outside do not close it. */
  fixed?: boolean;
  /** Stays above dialogs opened later and keeps everything else inert until it is answered. */
  isOnTop?: boolean;
  /** Contains only text, so arrow and page keys scroll it. */
  isText?: boolean;
}

/** A dialog: question as title, consequences as body, Cancel first. Owns the keyboard while open; Esc closes it. */
export function Dialog({
  title,
  onClose,
  children,
  go,
  hasClose = false,
  footer = hasClose ? <Close onClose={onClose} /> : undefined,
  wide,
  role,
  fixed,
  isOnTop = false,
  isText,
}: DialogProps) {
  useOwnKeyboard();
  useShortcuts(
    go === undefined
      ? []
      : [{ id: 'go', label: go.label, keys: GO_KEYS, run: go.run, why: go.busy ?? go.why, hidden: true }],
    'dialog',
  );
  return (
    <ModalOverlay
      className={isOnTop ? 'scrim veil on-top' : 'scrim veil'}
      // React Aria makes everything inert when a later dialog opens, except elements with this attribute.
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

function Close({ onClose }: { onClose: () => void }) {
  const t = useWords();
  return <Button onPress={onClose}>{t('frame:close')}</Button>;
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
