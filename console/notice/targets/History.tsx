import { lazyDialog } from '../../parts/lazy-dialog.js';

const HistoryDialog = lazyDialog(() => import('./HistoryDialog.js'), 'enforcement');

export function History({ notice, no, onClose }: { notice: string; no: number | null; onClose: () => void }) {
  return no === null ? null : <HistoryDialog notice={notice} no={no} onClose={onClose} />;
}
