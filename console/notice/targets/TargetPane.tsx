import { useWords } from '../../words/use-words.js';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react';
import { useInitials } from '../../http/initials.js';
import type { Notice, Target } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { useRowFocus } from '../../parts/use-row-focus.js';
import { findShortcut } from '../../state/shortcuts.js';
import { settingsStore } from '../../state/settings.js';
import { useStore } from '../../state/store.js';
import { History } from './History.js';
import { PrintedRows, usePrinting } from '../printing.js';
import { isSelected, noWidth, toggled, type Selection } from './selection.js';
import { TargetFiltersBar } from './TargetFiltersBar.js';
import { TargetHead } from './TargetHead.js';
import { TargetListRow } from './TargetRow.js';
import { TargetTray } from './TargetTray.js';
import { isSubmitShown, explainNotSubmit } from '../why.js';
import { useTargetCount, useTargetPages, type TargetFilters } from './target-pages.js';
import { useTargetCommands } from './use-target-commands.js';
import { Empty } from '../../parts/Loading.js';

interface TargetPaneProps {
  notice: Notice;
  filters: TargetFilters;
  onFilters: (filters: TargetFilters, isTyping?: boolean) => void;
  at: number;
  onAt: (at: number) => void;
  onCursor: (target: Target | null) => void;
  selection: Selection;
  onSelection: Dispatch<SetStateAction<Selection>>;
  others: readonly { name: string; at: number | null }[];
}

const ROW_PX = { comfortable: 32, compact: 26 } as const;

export function TargetPane(props: TargetPaneProps) {
  const { notice, filters, onFilters, at, onAt, onCursor, selection, onSelection, others } = props;
  const t = useWords();
  const count = useTargetCount(notice.id, filters);
  const body = useRef<HTMLDivElement>(null);
  const rowFocus = useRowFocus(body);
  const anchor = useRef<number | null>(null);
  const { density } = useStore(settingsStore);
  const [history, setHistory] = useState<number | null>(null);
  const rows = useVirtualizer({
    count: count ?? 0,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_PX[density],
    overscan: 12,
  });
  useEffect(() => rows.measure(), [density, rows]);
  const hasMarks = useHasMarks(notice.id);
  const initials = useInitials();
  const formatDecider = (target: Target | undefined) =>
    target?.decision?.by == null ? '' : initials(target.decision.by, target.decision.byName ?? '');
  const [printed, setPrinted] = useState(0);
  const shown =
    printed === 0
      ? rows.getVirtualItems()
      : Array.from({ length: printed }, (_, index) => ({ index, start: 0, size: ROW_PX[density] }));
  const pages = useTargetPages(notice.id, {
    filters,
    first: shown[0]?.index ?? 0,
    last: shown.at(-1)?.index ?? 0,
    at,
  });
  const cursor = pages.rowAt(at);
  const cursorNo = cursor?.no ?? null;
  useEffect(() => onCursor(cursor ?? null), [cursor, onCursor]);
  const last = (count ?? 0) - 1;
  const moveTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), Math.max(last, 0));
    rowFocus.take();
    onAt(next);
    rows.scrollToIndex(next, { align: 'auto' });
    // In a small window the list is part of a longer page.
    body.current?.scrollIntoView({ block: 'nearest' });
  };
  useCursorInList({ at, count, onAt, scrollTo: rows.scrollToIndex });
  // Updates from the latest selection, because keystrokes can arrive before pages and renders.
  const toggle = (numbers: readonly number[], on?: boolean) => onSelection((before) => toggled(before, numbers, on));
  const selectBetween = (from: number, to: number) => {
    void pages.numbersBetween(from, to).then((numbers) => toggle(numbers, true));
  };
  useTargetCommands({
    at,
    last,
    moveTo,
    toggleCursor: () => (cursorNo === null ? undefined : toggle([cursorNo])),
    selectBetween,
    selectAll: () => onSelection({ kind: 'all', count: count ?? 0 }),
    showHistory: () => setHistory(cursorNo),
  });
  usePrinting({ count, pages, onRows: setPrinted });
  return (
    <section className="pane middle-pane print-whole" id="targets" aria-label={t('notice:targets.label')}>
      <TargetFiltersBar
        notice={notice}
        filters={filters}
        count={count}
        onFilters={onFilters}
        onLeave={() => body.current?.focus()}
      />
      {pages.error === null ? null : (
        <div className="pad">
          <Failure title={t('notice:targets.failed')} error={pages.error} onRetry={pages.retry} />
        </div>
      )}
      <div
        className={hasMarks ? 'rows print-whole' : 'rows without-marks print-whole'}
        style={noWidth(notice.counts.targets)}
        data-drafted={notice.counts.undecided < notice.counts.targets || undefined}
        role="grid"
        aria-label={t('notice:targets.label')}
        aria-rowcount={(count ?? 0) + 1}
        aria-multiselectable="true"
        tabIndex={-1}
        ref={body}
        onFocus={rowFocus.onFocus}
      >
        <TargetHead count={count ?? 0} selection={selection} onSelection={onSelection} />
        <div className="virtual" style={{ height: rows.getTotalSize() }} role="rowgroup">
          {shown.map(({ index, start, size: height }) => (
            <TargetListRow
              key={index}
              place={index}
              style={{ transform: `translateY(${start}px)`, height }}
              target={pages.rowAt(index)}
              by={formatDecider(pages.rowAt(index))}
              isCursor={index === at}
              isSelected={isSelectedAt(selection, pages.rowAt(index)?.no)}
              onPress={(event) => {
                if (event.shiftKey) selectBetween(anchor.current ?? at, index);
                anchor.current = index;
                onAt(index);
              }}
              onToggle={() => {
                const no = pages.rowAt(index)?.no;
                anchor.current = index;
                if (no !== undefined) toggle([no]);
                onAt(index);
              }}
            />
          ))}
        </div>
        <PrintedRows count={count} shown={shown} pages={pages} />
        {count === 0 ? <NoTargets notice={notice} filters={filters} onShowAll={() => onFilters({})} /> : null}
      </div>
      <TargetTray count={count} selection={selection} onSelection={onSelection} others={others} />
      <History notice={notice.id} no={history} onClose={() => setHistory(null)} />
    </section>
  );
}

function useCursorInList(list: {
  at: number;
  count: number | undefined;
  onAt: (at: number) => void;
  scrollTo: (index: number, options: { align: 'auto' }) => void;
}): void {
  const { at, count, onAt, scrollTo } = list;
  useEffect(() => {
    // A decided target may have dropped out of the list.
    if (count !== undefined && count > 0 && at >= count) onAt(count - 1);
  }, [at, count, onAt]);
  useEffect(() => {
    if (count !== undefined && at > 0) scrollTo(Math.min(at, count - 1), { align: 'auto' });
  }, [at, count, scrollTo]);
}

/** The column of marks takes space only if there are any. */
function useHasMarks(notice: string): boolean {
  const counts = [
    useTargetCount(notice, { protected: 'any' }),
    useTargetCount(notice, { problem: 'any' }),
    useTargetCount(notice, { flag: 'any' }),
  ];
  return counts.some((count) => count !== 0);
}

function isSelectedAt(selection: Selection, no: number | undefined): boolean {
  return no !== undefined && isSelected(selection, no);
}

function NoTargets({ notice, filters, onShowAll }: { notice: Notice; filters: TargetFilters; onShowAll: () => void }) {
  const t = useWords();
  const { targets, undecided } = notice.counts;
  const drafted = useTargetCount(notice.id, { status: 'drafted' });
  const isDone = targets > 0 && undecided === 0 && filters.status === 'undecided';
  const submit = findShortcut('submit');
  const canSubmit = isDone && submit !== undefined && isSubmitShown(notice, explainNotSubmit(notice, drafted, t));
  const text = isDone
    ? t(canSubmit ? 'notice:targets.allDecidedSubmit' : 'notice:targets.allDecided', { count: targets })
    : t(targets === 0 ? 'notice:targets.none' : 'notice:targets.noneFound');
  return (
    <Empty>
      <p>{text}</p>
      <p className="acts">
        {canSubmit ? (
          <Button keys="$mod+Enter" onPress={submit.run}>
            {t('notice:submit')}
          </Button>
        ) : null}
        {targets === 0 ? null : <Button onPress={onShowAll}>{t('notice:targets.showAll')}</Button>}
      </p>
    </Empty>
  );
}
