import { useWords } from '../words/use-words.js';
import { useState } from 'react';
import { MessagePlace } from '../frame/MessageTray.js';
import { command } from '../http/commands.js';
import { useMay } from '../http/may.js';
import type { NoticeSummary } from '../http/types.js';
import { useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { Hints } from '../parts/Hints.js';
import { useShortcuts, type Shortcut } from '../state/shortcuts.js';
import { messageStore } from '../state/message.js';
import { useStore } from '../state/store.js';
import { lazyDialog } from '../parts/lazy-dialog.js';

const AssignDialog = lazyDialog(() => import('../forms/AssignDialog.js'), 'roster');

interface SelectionTrayProps {
  notices: readonly NoticeSummary[];
  selected: number;
  onClear: () => void;
}

export function SelectionTray({ notices, selected, onClear }: SelectionTrayProps) {
  const t = useWords();
  const may = useMay();
  const [assigning, setAssigning] = useState(false);
  const claim = useWrite({
    to: () => runEach(notices, (notice) => command(notice.id, 'claim', {})),
    refresh: [['live']],
    done: ({ done }) => (done > 0 ? t('queue:done.claim', { count: done }) : undefined),
  });
  const acts: Shortcut[] = [
    ...(may('claim') ? [{ id: 'claim', label: t('queue:claim'), keys: 'i', run: () => claim.mutate({}) }] : []),
    ...(may('assign') ? [{ id: 'assign', label: t('queue:assign'), keys: 's', run: () => setAssigning(true) }] : []),
  ];
  const clear = { id: 'clear', label: t('queue:clearSelection'), keys: 'Escape', run: onClear, hidden: true };
  useShortcuts(notices.length === 0 ? [] : [...acts, ...(selected > 0 ? [clear] : [])]);
  const failed = claim.data !== undefined && 'failed' in claim.data ? claim.data.failed : [];
  return (
    <>
      {failed.length === 0 ? null : (
        <div className="pad">
          <Failure title={t('queue:failed.claim')} error={failed[0]} onClose={() => claim.reset()} />
        </div>
      )}
      <div className={selected === 0 ? 'tray no-print' : 'tray selecting no-print'}>
        {selected === 0 ? (
          <QueueHints canClaim={may('claim')} />
        ) : (
          <>
            <b>{t('queue:selected', { count: selected })}</b>
            {acts.map(({ id, label, keys = '', run }) => (
              <Button
                key={id}
                size="small"
                keys={keys}
                onPress={run}
                busy={id === 'claim' && claim.isPending ? label : null}
                {...(id === 'assign' ? { hasPopup: 'dialog' } : {})}
              >
                {label}
              </Button>
            ))}
            <Button size="small" variant="quiet" keys="Escape" onPress={onClear}>
              {t('queue:clearSelection')}
            </Button>
          </>
        )}
        <MessagePlace />
      </div>
      {assigning ? <AssignDialog notices={notices.map(({ id }) => id)} onClose={() => setAssigning(false)} /> : null}
    </>
  );
}

/** The keys of the list; a recent confirmation takes their place. */
function QueueHints({ canClaim }: { canClaim: boolean }) {
  const t = useWords();
  const message = useStore(messageStore);
  if (message !== null) return null;
  const hints = [
    { keys: ['j', 'k'], label: t('queue:hint.move') },
    { keys: ['Enter'], label: t('queue:hint.open') },
    { keys: ['Space'], label: t('queue:hint.peek') },
    { keys: ['x'], label: t('queue:hint.select') },
    ...(canClaim ? [{ keys: ['i'], label: t('queue:hint.claim') }] : []),
    { keys: ['/'], label: t('queue:hint.filter') },
    { keys: ['?'], label: t('frame:allKeys') },
  ];
  return <Hints of={hints} />;
}

/** Runs the act for each item in sequence; a rejection does not stop the others and is collected. */
export async function runEach<T>(items: readonly T[], act: (item: T) => Promise<unknown>) {
  const failed: unknown[] = [];
  let done = 0;
  for (const item of items) {
    try {
      await act(item);
      done += 1;
    } catch (error) {
      failed.push(error);
    }
  }
  return { done, failed };
}
