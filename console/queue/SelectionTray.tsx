import { useWords } from '../words/use-words.js';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { MessagePlace } from '../frame/MessageTray.js';
import { command } from '../http/commands.js';
import { useMay } from '../http/may.js';
import type { NoticeSummary } from '../http/types.js';
import { AssignDialog } from '../forms/AssignDialog.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { Hints } from '../parts/Hints.js';
import { useShortcuts, type Shortcut } from '../state/shortcuts.js';
import { messageStore, say } from '../state/message.js';
import { useStore } from '../state/store.js';

export function SelectionTray({
  notices,
  selected,
  onClear,
}: {
  notices: readonly NoticeSummary[];
  selected: number;
  onClear: () => void;
}) {
  const t = useWords();
  const may = useMay();
  const queries = useQueryClient();
  const [assigning, setAssigning] = useState(false);
  const claim = useMutation({
    mutationFn: () => runEach(notices, (notice) => command(notice.id, 'claim', {})),
    onSuccess: ({ done }) => {
      if (done > 0) say(t('queue:done.claim', { count: done }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['live'] }),
  });
  const canClaim = may('claim');
  const canAssign = may('assign');
  const commands = useMemo<Shortcut[]>(
    () =>
      notices.length === 0
        ? []
        : [
            ...(canClaim ? [{ id: 'claim', label: t('queue:claim'), keys: 'i', run: () => claim.mutate() }] : []),
            ...(canAssign
              ? [{ id: 'assign', label: t('queue:assign'), keys: 's', run: () => setAssigning(true) }]
              : []),
            ...(selected > 0
              ? [{ id: 'clear', label: t('queue:clearSelection'), keys: 'Escape', run: onClear, hidden: true }]
              : []),
          ],
    // The mutation object is re-created on each render but behaves the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [notices, selected, onClear, t, canClaim, canAssign],
  );
  useShortcuts(commands);
  const failed = claim.data?.failed ?? [];
  // A recent confirmation takes the place of the key hints.
  const message = useStore(messageStore);
  const hints = [
    { keys: ['j', 'k'], label: t('queue:hint.move') },
    { keys: ['Enter'], label: t('queue:hint.open') },
    { keys: ['Space'], label: t('queue:hint.peek') },
    { keys: ['x'], label: t('queue:hint.select') },
    ...(canClaim ? [{ keys: ['i'], label: t('queue:hint.claim') }] : []),
    { keys: ['/'], label: t('queue:hint.filter') },
    { keys: ['?'], label: t('frame:allKeys') },
  ];
  return (
    <>
      {failed.length === 0 ? null : (
        <div className="pad">
          <Failure title={t('queue:failed.claim')} error={failed[0]} onClose={() => claim.reset()} />
        </div>
      )}
      <div className={selected === 0 ? 'tray no-print' : 'tray selecting no-print'}>
        {selected === 0 ? (
          message === null ? (
            <Hints of={hints} />
          ) : null
        ) : (
          <>
            <b>{t('queue:selected', { count: selected })}</b>
            {canClaim ? (
              <Button
                size="small"
                keys="i"
                onPress={() => claim.mutate()}
                busy={claim.isPending ? t('queue:claim') : null}
              >
                {t('queue:claim')}
              </Button>
            ) : null}
            {canAssign ? (
              <Button size="small" keys="s" onPress={() => setAssigning(true)} hasPopup="dialog">
                {t('queue:assign')}
              </Button>
            ) : null}
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
