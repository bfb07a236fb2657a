import { flushSync } from 'react-dom';
import { formatNumber } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import type { TargetPages } from './targets/target-pages.js';

/** Rows that are put on paper at once. */
const MOST_PRINTED = 2_000;

/** Prints the list itself and not only what of it is on the screen; `onRows` draws so many rows, or with 0 the screenful again. */
export function usePrinting({
  count,
  pages,
  onRows,
}: {
  count: number | undefined;
  pages: TargetPages;
  onRows: (rows: number) => void;
}): void {
  const t = useWords();
  const print = async () => {
    const rows = Math.min(count ?? 0, MOST_PRINTED);
    // Before the print dialog, behind which nothing can be read.
    if (rows > 0) await pages.numbersBetween(0, rows - 1);
    flushSync(() => onRows(rows));
    window.print();
    onRows(0);
  };
  useShortcuts([{ id: 'print', label: t('notice:cmd.print'), keys: '$mod+p', run: () => void print() }]);
}

/** On paper: which rows of the list these are, where they are not all. */
export function RowsOnPaper({
  count,
  shown,
  pages,
}: {
  count: number | undefined;
  shown: readonly { index: number }[];
  pages: TargetPages;
}) {
  const t = useWords();
  const here = shown.flatMap(({ index }) => (pages.rowAt(index) === undefined ? [] : [index]));
  if (count === undefined || here.length >= count) return null;
  return (
    <p className="print-only">
      {t('notice:targets.printed', {
        from: formatNumber((here[0] ?? -1) + 1),
        to: formatNumber((here.at(-1) ?? -1) + 1),
        of: formatNumber(count),
      })}
    </p>
  );
}
