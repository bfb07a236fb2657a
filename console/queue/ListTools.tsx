import { useState } from 'react';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { settingsStore } from '../state/settings.js';
import { findShortcut, useShortcuts } from '../state/shortcuts.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';

const ColumnsDialog = lazyDialog(() => import('./ColumnsDialog.js'));

/** What a person may hide of the queue. */
export function ListTools() {
  const t = useWords();
  const { preview } = useStore(settingsStore);
  const [isOpen, setOpen] = useState(false);
  const columns = { id: 'columns', label: t('queue:columns'), run: () => setOpen(true) };
  useShortcuts([columns]);
  return (
    <>
      <button type="button" className="chip" aria-haspopup="dialog" onClick={columns.run}>
        {columns.label}
      </button>
      {preview === 'folded' ? (
        <button type="button" className="chip" onClick={() => findShortcut('peek')?.run()}>
          {t('queue:preview')}
        </button>
      ) : null}
      {isOpen ? <ColumnsDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}
