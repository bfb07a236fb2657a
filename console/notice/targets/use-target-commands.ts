import { useShortcuts, MOVE, type Shortcut } from '../../state/shortcuts.js';
import { useWords, type Words } from '../../words/use-words.js';

interface TargetActs {
  at: number;
  /** The last index; negative while the list is empty. */
  last: number;
  moveTo: (place: number) => void;
  toggleCursor: () => void;
  selectBetween: (from: number, to: number) => void;
  selectAll: () => void;
  showHistory: () => void;
}

const PAGE = 15;

export function useTargetCommands(acts: TargetActs): void {
  const { at, last, moveTo, toggleCursor, selectBetween, selectAll, showHistory } = acts;
  const t = useWords();
  const extend = (step: number) => {
    const to = Math.min(Math.max(at + step, 0), Math.max(last, 0));
    selectBetween(at, to);
    moveTo(to);
  };
  useShortcuts([
    ...rowCommands({ move: (step) => moveTo(at + step), select: toggleCursor, extend }, t),
    { id: 'page-down', label: t('notice:cmd.pageDown'), keys: 'PageDown', run: () => moveTo(at + PAGE), ...MOVE },
    { id: 'page-up', label: t('notice:cmd.pageUp'), keys: 'PageUp', run: () => moveTo(at - PAGE), ...MOVE },
    { id: 'home', label: t('notice:cmd.first'), keys: 'Home', run: () => moveTo(0), hidden: true },
    { id: 'end', label: t('notice:cmd.last'), keys: 'End', run: () => moveTo(last), hidden: true },
    { id: 'select-all', label: t('notice:cmd.selectAll'), keys: '$mod+a', run: selectAll },
    { id: 'history', label: t('notice:cmd.history'), keys: 'h', run: showHistory },
  ]);
}

interface RowActs {
  move: (step: number) => void;
  select: () => void;
  extend: (step: number) => void;
}

export function rowCommands({ move, select, extend }: RowActs, t: Words): Shortcut[] {
  const down = 'Shift+J | Shift+ArrowDown';
  const up = 'Shift+K | Shift+ArrowUp';
  return [
    { id: 'next', label: t('notice:cmd.next'), keys: 'j | ArrowDown', run: () => move(1), ...MOVE },
    { id: 'previous', label: t('notice:cmd.previous'), keys: 'k | ArrowUp', run: () => move(-1), ...MOVE },
    { id: 'select', label: t('notice:cmd.select'), keys: 'x | Space', run: select, hidden: true },
    { id: 'extend-down', label: t('notice:cmd.extendDown'), keys: down, run: () => extend(1), ...MOVE },
    { id: 'extend-up', label: t('notice:cmd.extendUp'), keys: up, run: () => extend(-1), ...MOVE },
  ];
}
