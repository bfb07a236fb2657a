import { useId, type ReactNode } from 'react';
import { Keys } from './Keys.js';
import { joinTexts } from './texts.js';

export interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  variant?: 'plain' | 'primary' | 'quiet' | 'danger' | 'danger-fill';
  size?: 'small';
  wide?: boolean;
  /** Shortcut printed on the button, in the notation of commands; `useShortcuts` binds the key itself. */
  keys?: string;
  /** Why the button is disabled. It stays focusable and announces the reason. */
  why?: string | null | undefined;
  /** Shows the reason beside the button; otherwise it is only a tooltip and screen reader text. */
  showWhy?: boolean;
  /** Replaces the label while the act is running; the button keeps its width. */
  busy?: string | null | undefined;
  type?: 'button' | 'submit';
  label?: string;
  pressed?: boolean;
  expanded?: boolean;
  hasPopup?: 'dialog' | 'menu';
  className?: string;
}

export function Button(props: ButtonProps) {
  const { children, onPress, variant = 'plain', size, wide, keys, why, showWhy, busy, type = 'button', label } = props;
  const reason = useId();
  const barred = why !== undefined && why !== null;
  const isBusy = busy !== undefined && busy !== null;
  const look = [variant === 'plain' ? '' : variant, size ?? '', wide === true ? 'wide' : '', props.className ?? ''];
  return (
    <>
      <button
        type={type}
        className={joinTexts(['button', ...look])}
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
