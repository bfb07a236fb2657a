import { Dialog } from '../parts/Dialog.js';
import { QUEUE_COLUMNS, settingsStore, type QueueColumn } from '../state/settings.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';

/** Subject, due time and marks always stay. */
export default function ColumnsDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const { hiddenColumns } = useStore(settingsStore);
  const show = (column: QueueColumn, isShown: boolean) =>
    settingsStore.set((before) => ({
      ...before,
      hiddenColumns: QUEUE_COLUMNS.filter((one) => (one === column ? !isShown : before.hiddenColumns.includes(one))),
    }));
  return (
    <Dialog title={t('queue:columns')} onClose={onClose} hasClose>
      <ul className="stack gap-above">
        {QUEUE_COLUMNS.map((column) => (
          <li key={column}>
            <label className="tick">
              <input
                type="checkbox"
                checked={!hiddenColumns.includes(column)}
                onChange={(event) => show(column, event.target.checked)}
              />{' '}
              {t(`queue:col.${column}`)}
            </label>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
