import { useShortcuts, MOVE } from '../../state/shortcuts.js';
import { useWords } from '../../words/use-words.js';
import { rowCommands } from './row-commands.js';

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
