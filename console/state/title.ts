import { useEffect } from 'react';
import { createStore, useStore } from './store.js';

/** What the screen shows: for the title of the page and the width of the side. */
export interface WhatIsOpen {
  what: string;
  /** A screen to work on one notice: the side folds to a rail. */
  isWork: boolean;
}

const store = createStore<WhatIsOpen>({ what: '', isWork: false });

export function useWhatIsOpen(): WhatIsOpen {
  return useStore(store);
}

/** Names the screen while it is shown. */
export function useTitleOf(what: string, isWork = false): void {
  useEffect(() => {
    store.set((before) => (before.what === what && before.isWork === isWork ? before : { what, isWork }));
  }, [what, isWork]);
}
