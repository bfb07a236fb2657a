import { useId, type ReactNode } from 'react';
import { Keys } from './Keys.js';

export interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  /** One primary button a screen. */
  variant?: 'plain' | 'primary' | 'quiet' | 'danger' | 'danger-fill';
  size?: 'small';
  wide?: boolean;
  /** Printed on the button, in the notation of commands; the key itself is bound by `useCommands`. */
  keys?: string;
  /** Why it cannot be pressed now. It stays readable and focusable, and says so. */
  why?: string | null | undefined;
  /** Print the reason beside the button; otherwise it is told to those who point or listen. */
  showWhy?: boolean;
  /** What is being done now, in place of the label. The button keeps its width. */
  busy?: string | null | undefined;
  type?: 'button' | 'submit';
  label?: string;
  pressed?: boolean;
  expanded?: boolean;
  hasPopup?: 'dialog' | 'menu';
  className?: string;
}

/** Every button of the console but those that only look like text. */
export function Button(props: ButtonProps) {
  const { children, onPress, variant = 'plain', size, wide, keys, why, showWhy, busy, type = 'button', label } = props;
  const reason = useId();
  const barred = why !== undefined && why !== null;
  const isBusy = busy !== undefined && busy !== null;
  const names = [
    'button',
    variant === 'plain' ? '' : variant,
    size ?? '',
    wide === true ? 'wide' : '',
    props.className ?? '',
  ];
  return (
    <>
      <button
        type={type}
        className={names.filter((name) => name !== '').join(' ')}
        aria-disabled={barred || isBusy ? true : undefined}
        aria-busy={isBusy ? true : undefined}
        aria-describedby={barred ? reason : undefined}
        aria-label={label}
        aria-pressed={props.pressed}
        aria-expanded={props.expanded}
        aria-haspopup={props.hasPopup}
        title={barred && showWhy !== true ? why : undefined}
        onClick={(event) => {
          if (barred || isBusy) {
            event.preventDefault();
            return;
          }
          onPress?.();
        }}
      >
        {isBusy ? busy : children}
        {keys === undefined ? null : <Keys of={keys} />}
      </button>
      {barred ? (
        <span id={reason} className={showWhy === true ? 'why' : 'visually-hidden'}>
          {why}
        </span>
      ) : null}
    </>
  );
}
