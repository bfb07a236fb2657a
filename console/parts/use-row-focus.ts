import { useEffect, type FocusEvent, type RefObject } from 'react';
import { ROW_AT } from '../state/focus.js';

/**
 * The focus of a list goes with its cursor: what a reader is told and what the keys act on are one row. `take` brings it
 * there from elsewhere before the cursor moves.
 */
export function useRowFocus(list: RefObject<HTMLElement | null>) {
  const toCursor = () => list.current?.querySelector<HTMLElement>(ROW_AT)?.focus({ preventScroll: true });
  useEffect(() => {
    const has = document.activeElement;
    if (has === list.current || (has?.getAttribute('role') === 'row' && list.current?.contains(has) === true))
      toCursor();
  });
  return {
    take: () => {
      if (list.current?.contains(document.activeElement) !== true) list.current?.focus({ preventScroll: true });
    },
    /** The list itself has the focus only until a row can take it. */
    onFocus: (event: FocusEvent) => {
      if (event.target === list.current) toCursor();
    },
  };
}
