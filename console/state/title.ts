import { useEffect } from 'react';
import { createStore, useStore } from './store.js';

export interface WhatIsOpen {
  what: string;
  /** A work screen for one notice, for which the side bar folds to a rail. */
  isWork: boolean;
}

const store = createStore<WhatIsOpen>({ what: '', isWork: false });

export function useWhatIsOpen(): WhatIsOpen {
  return useStore(store);
}

export function useScreenTitle(what: string, isWork = false): void {
  useEffect(() => {
    store.set((before) => (before.what === what && before.isWork === isWork ? before : { what, isWork }));
  }, [what, isWork]);
}
