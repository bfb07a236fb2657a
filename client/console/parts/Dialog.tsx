import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useKeyboardFor } from '../state/commands.js';

/** A question as title, what follows as body, Cancel first. Owns the keyboard while open; Esc closes it. */
export function Dialog({
  title,
  onClose,
  children,
  footer,
  wide,
  role,
  fixed,
  isText,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  wide?: boolean;
  role?: 'dialog' | 'alertdialog';
  /** Esc and a press beside it do not close it. */
  fixed?: boolean;
  /** There is nothing in it but text, which arrows and page keys scroll. */
  isText?: boolean;
}) {
  useKeyboardFor(true);
  return (
    <ModalOverlay
      className="scrim veil"
      isOpen
      isDismissable={fixed !== true}
      isKeyboardDismissDisabled={fixed === true}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Modal className={wide === true ? 'dialog wide' : 'dialog'}>
        <AriaDialog role={role ?? 'dialog'} className="dialog-in">
          <header>
            <Heading slot="title">{title}</Heading>
          </header>
          <div className="body" tabIndex={isText === true ? 0 : undefined}>
            {children}
          </div>
          {footer === undefined ? null : <footer>{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
