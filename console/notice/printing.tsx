import { flushSync } from 'react-dom';
import { formatNumber } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import type { TargetPages } from './targets/target-pages.js';

const MAX_PRINTED = 2_000;

interface UsePrintingOptions {
  count: number | undefined;
  pages: TargetPages;
  onRows: (rows: number) => void;
}

/**
 * Renders the whole list for printing, not only the visible part; `onRows` gets the number of rows, or 0 to restore the
 * virtual list.
 */
export function usePrinting({ count, pages, onRows }: UsePrintingOptions): void {
  const t = useWords();
  const print = async () => {
    const rows = Math.min(count ?? 0, MAX_PRINTED);
    // Load before the print dialog opens, because it blocks all requests.
    if (rows > 0) await pages.numbersBetween(0, rows - 1);
    flushSync(() => onRows(rows));
    window.print();
    onRows(0);
  };
  useShortcuts([{ id: 'print', label: t('notice:cmd.print'), keys: '$mod+p', run: () => void print() }]);
}

interface PrintedRowsProps {
  count: number | undefined;
  shown: readonly { index: number }[];
  pages: TargetPages;
}

export function PrintedRows({ count, shown, pages }: PrintedRowsProps) {
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
