import { settingsStore } from '../state/settings.js';
import { useShortcuts, MOVE } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import type { QueueRows } from './use-queue.js';

interface QueueActs {
  queue: QueueRows;
  at: number;
  moveTo: (place: number) => void;
  toggle: (id: string | undefined, on?: boolean) => void;
  open: () => void;
  isPeeking: boolean;
  onPeek: (isPeeking: boolean) => void;
}

/** As in `peek.css`. */
const IS_OVERLAY = '(max-width: 1200px)';

/** In small windows the preview overlays the list until it is closed; in others it stays as the person left it. */
function turnPreview(isPeeking: boolean, onPeek: (isPeeking: boolean) => void): void {
  if (window.matchMedia(IS_OVERLAY).matches) onPeek(!isPeeking);
  else settingsStore.set((before) => ({ ...before, preview: before.preview === 'folded' ? 'shown' : 'folded' }));
}

const DOWN = 'Shift+J | Shift+ArrowDown';
const UP = 'Shift+K | Shift+ArrowUp';

export function useQueueCommands({ queue, at, moveTo, toggle, open, isPeeking, onPeek }: QueueActs): void {
  const t = useWords();
  const { rows } = queue;
  const current = rows[at];
  const extend = (step: number) => {
    toggle(current?.id, true);
    toggle(rows[at + step]?.id, true);
    moveTo(at + step);
  };
  useShortcuts([
    { id: 'next', label: t('queue:cmd.next'), keys: 'j | ArrowDown', run: () => moveTo(at + 1), ...MOVE },
    { id: 'previous', label: t('queue:cmd.previous'), keys: 'k | ArrowUp', run: () => moveTo(at - 1), ...MOVE },
    { id: 'open', label: t('queue:cmd.open'), keys: 'Enter', run: open },
    { id: 'peek', label: t('queue:cmd.peek'), keys: 'Space', run: () => turnPreview(isPeeking, onPeek) },
    ...(isPeeking
      ? [{ id: 'peek-close', label: t('frame:close'), keys: 'Escape', run: () => onPeek(false), hidden: true }]
      : []),
    { id: 'select', label: t('queue:cmd.select'), keys: 'x', run: () => toggle(current?.id), hidden: true },
    { id: 'extend-down', label: t('queue:cmd.extendDown'), keys: DOWN, run: () => extend(1), hidden: true },
    { id: 'extend-up', label: t('queue:cmd.extendUp'), keys: UP, run: () => extend(-1), hidden: true },
    {
      id: 'fresh',
      label: t('queue:cmd.fresh'),
      keys: 'u',
      run: queue.showFresh,
      why: queue.fresh === 0 ? '' : null,
      hidden: true,
    },
  ]);
}
