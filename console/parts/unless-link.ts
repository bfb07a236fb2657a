import type { MouseEvent } from 'react';

/** For a click on a row: a link in it leads elsewhere, and moving the cursor would write to the address of that place. */
export const unlessLink = (act: () => void) => (event: MouseEvent) => {
  if (event.target instanceof Element && event.target.closest('a[href]') === null) act();
};
