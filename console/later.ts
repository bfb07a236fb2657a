import { lazyRouteComponent } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { loadWords, type LaterWords } from './words/index.js';

/** A screen that loads when it opens, after the texts that it alone uses. */
export const later = <Name extends string>(
  load: () => Promise<Record<Name, () => ReactNode>>,
  name: Name,
  ...words: readonly LaterWords[]
) =>
  lazyRouteComponent(async () => {
    await loadWords(...words);
    return load();
  }, name);
