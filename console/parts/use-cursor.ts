import { useState, type RefObject } from 'react';
import { useShortcuts } from '../state/shortcuts.js';

export interface Cursor {
  row: string;
  no: number;
}

export function cursorRow(row: string, no: number, cursor: Cursor | null) {
  return { 'data-row': row, 'data-no': no, tabIndex: cursor?.row === row ? 0 : -1 };
}

/** A cursor over all rows under `root`. It follows the DOM order, because rows come and go by groups and pages. */
export function useCursor(
  root: RefObject<HTMLElement | null>,
  {
    labels,
    onHistory,
  }: { labels: { next: string; previous: string; history: string }; onHistory: (no: number) => void },
) {
  const [at, setAt] = useState<Cursor | null>(null);
  const move = (step: 1 | -1) => {
    const rows = [...(root.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const place = rows.findIndex((row) => row.dataset['row'] === at?.row);
    const next = rows[place === -1 ? 0 : Math.min(Math.max(place + step, 0), rows.length - 1)];
    if (next === undefined) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: 'nearest' });
    setAt({ row: next.dataset['row'] ?? '', no: Number(next.dataset['no']) });
  };
  useShortcuts([
    { id: 'next', label: labels.next, keys: 'j | ArrowDown', run: () => move(1), repeats: true, hidden: true },
    { id: 'previous', label: labels.previous, keys: 'k | ArrowUp', run: () => move(-1), repeats: true, hidden: true },
    {
      id: 'history',
      label: labels.history,
      keys: 'h',
      run: () => (at === null ? undefined : onHistory(at.no)),
    },
  ]);
  return { at, setAt };
}
