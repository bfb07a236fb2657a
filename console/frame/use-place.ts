import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { createStore, useStore } from '../state/store.js';
import { placeAt, type Place } from './places.js';

const last = createStore<Place['to']>('/');

/** The place one is at. A notice belongs to the one it was opened from, so that the way back stays lit. */
export function usePlace(): Place['to'] {
  const here = placeAt(useLocation().pathname);
  const before = useStore(last);
  useEffect(() => {
    if (here !== undefined) last.set(here);
  }, [here]);
  return here ?? before;
}
