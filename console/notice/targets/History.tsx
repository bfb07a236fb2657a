import { lazy, Suspense } from 'react';
import { useKeyboardFor } from '../../state/shortcuts.js';
import { loadWords } from '../../words/index.js';

const HistoryDialog = lazy(async () => {
  await loadWords('enforcement');
  return { default: (await import('./HistoryDialog.js')).HistoryDialog };
});

export function History({ notice, no, onClose }: { notice: string; no: number | null; onClose: () => void }) {
  // A dialog that is still loading already owns the keyboard.
  useKeyboardFor(no !== null);
  if (no === null) return null;
  return (
    <Suspense fallback={null}>
      <HistoryDialog notice={notice} no={no} onClose={onClose} />
    </Suspense>
  );
}
