import { QUEUE_COLUMNS, type QueueColumn } from '../../domain/people/queue-columns.js';
import { Tick } from '../forms/choices.js';
import { Dialog } from '../parts/Dialog.js';
import { settingsStore } from '../state/settings.js';
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
            <Tick
              label={t(`queue:col.${column}`)}
              value={!hiddenColumns.includes(column)}
              onChange={(isShown) => show(column, isShown)}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
