import { useState, type RefObject } from 'react';
import { useShortcuts, MOVE } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';

export interface Cursor {
  row: string;
  no: number;
}

/** What a list of rows and its rows know of the cursor. */
export interface CursorProps {
  cursor: Cursor | null;
  onCursor: (cursor: Cursor) => void;
}

export function cursorRow(row: string, no: number, cursor: Cursor | null) {
  return { 'data-row': row, 'data-no': no, tabIndex: cursor?.row === row ? 0 : -1 };
}

interface CursorOptions {
  /** The names of the moves. */
  next: string;
  previous: string;
  onHistory: (no: number) => void;
}

/** A cursor over all rows under `root`. It follows the DOM order, because rows come and go by groups and pages. */
export function useCursor(root: RefObject<HTMLElement | null>, { next, previous, onHistory }: CursorOptions) {
  const t = useWords();
  const [at, setAt] = useState<Cursor | null>(null);
  const move = (step: 1 | -1) => {
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const place = rows.findIndex((row) => row.dataset['row'] === at?.row);
    const found = rows[place === -1 ? 0 : Math.min(Math.max(place + step, 0), rows.length - 1)];
    if (found === undefined) return;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: 'nearest' });
    setAt({ row: found.dataset['row'] ?? '', no: Number(found.dataset['no']) });
  };
  useShortcuts([
    { id: 'next', label: next, keys: 'j | ArrowDown', run: () => move(1), ...MOVE },
    { id: 'previous', label: previous, keys: 'k | ArrowUp', run: () => move(-1), ...MOVE },
    { id: 'history', label: t('notice:cmd.history'), keys: 'h', run: () => at !== null && onHistory(at.no) },
  ]);
  return { at, setAt };
}
