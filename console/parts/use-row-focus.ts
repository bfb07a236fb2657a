import { useEffect, type FocusEvent, type MouseEvent, type RefObject } from 'react';
import { ROW_AT } from '../state/focus.js';

/**
 * Keeps the focus on the row under the cursor, so that screen readers and keys refer to the same row. Call `take`
 * before moving the cursor from elsewhere.
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
    /** The list itself has focus only until a row can take it. */
    onFocus: (event: FocusEvent) => {
      if (event.target === list.current) toCursor();
    },
  };
}

// Moving the cursor as well would write to the address of the place that the link leads to.
export const unlessLink = (act: () => void) => (event: MouseEvent) => {
  if (event.target instanceof Element && event.target.closest('a[href]') === null) act();
};
