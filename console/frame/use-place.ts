import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import { createStore, useStore } from '../state/store.js';
import { placeAt, type Place } from './places.js';

const last = createStore<Place['to']>('/');

/**
 * Returns the current place. A notice belongs to the place it was opened from, so that the navigation keeps it
 * highlighted.
 */
export function usePlace(): Place['to'] {
  const here = placeAt(useLocation().pathname);
  const before = useStore(last);
  useEffect(() => {
    if (here !== undefined) last.set(here);
  }, [here]);
  return here ?? before;
}
