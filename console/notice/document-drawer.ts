import { useSyncExternalStore } from 'react';
import { createStore } from '../state/store.js';

export const documentDrawer = createStore(false);

const narrow = window.matchMedia('(max-width: 1200px)');

function subscribe(listener: () => void): () => void {
  narrow.addEventListener('change', listener);
  return () => narrow.removeEventListener('change', listener);
}

export function useIsNarrow(): boolean {
  return useSyncExternalStore(subscribe, () => narrow.matches);
}
