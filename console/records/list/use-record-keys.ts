import { useShortcuts } from '../../state/shortcuts.js';
import { useWords } from '../../words/use-words.js';

interface Moves {
  at: number;
  moveTo: (place: number) => void;
  open: () => void;
  close: () => void;
  isOpen: boolean;
  again: () => void;
}

export function useRecordKeys({ at, moveTo, open, close, isOpen, again }: Moves): void {
  const t = useWords();
  const down = { id: 'next', label: t('records:key.next'), run: () => moveTo(at + 1), repeats: true, hidden: true };
  const up = {
    id: 'previous',
    label: t('records:key.previous'),
    run: () => moveTo(at - 1),
    repeats: true,
    hidden: true,
  };
  useShortcuts([
    { ...down, keys: 'j | ArrowDown' },
    { ...up, keys: 'k | ArrowUp' },
    { id: 'open', label: t('records:key.open'), keys: 'Enter', run: open, hidden: true },
    { id: 'again', label: t('records:key.again'), keys: 'u', run: again },
    ...(isOpen ? [{ id: 'close', label: t('records:key.close'), keys: 'Escape', run: close, hidden: true }] : []),
  ]);
}
