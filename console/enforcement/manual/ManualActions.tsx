import { lazy, Suspense } from 'react';
import type { Notice } from '../../http/types.js';
import { loadWords } from '../../words/index.js';

const Loaded = lazy(() => loadWords('manual').then(() => import('./ManualTable.js')));

/** Loads with the first record only. */
export function ManualActions({ notice }: { notice: Notice }) {
  if (notice.manualActions.total === 0) return null;
  return (
    <Suspense>
      <Loaded notice={notice} />
    </Suspense>
  );
}
