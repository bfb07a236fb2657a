import { useSyncExternalStore } from 'react';
import { createStore } from '../state/store.js';

/** Whether the paper lies over the targets, where the window has no place for it beside them. */
export const paperDrawer = createStore(false);

const narrow = window.matchMedia('(max-width: 1200px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

/** Whether the window is too narrow for three panes. */
export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
