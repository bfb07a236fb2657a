import { lazy, Suspense } from 'react';
import { useKeyboardFor } from '../../state/shortcuts.js';

const HistoryDialog = lazy(async () => ({ default: (await import('./HistoryDialog.js')).HistoryDialog }));

/** The history of one target in a dialog, loaded when it opens; nothing while `no` is null. */
export function History({ notice, no, onClose }: { notice: string; no: number | null; onClose: () => void }) {
  // A dialog that is still being loaded owns the keyboard already.
  useKeyboardFor(no !== null);
  if (no === null) return null;
  return (
    <Suspense fallback={null}>
      <HistoryDialog notice={notice} no={no} onClose={onClose} />
    </Suspense>
  );
}
