import { type Shortcut, MOVE } from '../../state/shortcuts.js';
import type { Words } from '../../words/use-words.js';

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
