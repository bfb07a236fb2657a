import { useWords } from '../../words/use-words.js';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type Dispatch, type RefObject, type SetStateAction } from 'react';
import { useCommentCounts } from '../../conversations/queries.js';
import { useInitials } from '../../http/colleagues.js';
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
import { useTargetCount, useTargetPages } from './target-pages.js';
import { useTargetCommands } from './use-target-commands.js';
import { Empty } from '../../parts/Loading.js';
import type { TargetFilters } from './target-search.js';

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
  const { notice, filters, onFilters, at, onAt, selection, onSelection, others } = props;
  const t = useWords();
  const count = useTargetCount(notice.id, filters);
  const body = useRef<HTMLDivElement>(null);
  const [history, setHistory] = useState<number | null>(null);
  const list = useTargetList(body, { ...props, count, onHistory: setHistory });
  const { pages } = list;
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
        className={useHasMarks(notice.id) ? 'rows print-whole' : 'rows without-marks print-whole'}
        style={noWidth(notice.counts.targets)}
        data-drafted={notice.counts.undecided < notice.counts.targets || undefined}
        role="grid"
        aria-label={t('notice:targets.label')}
        aria-rowcount={(count ?? 0) + 1}
        aria-multiselectable="true"
        tabIndex={-1}
        ref={body}
        onFocus={list.onFocus}
      >
        <TargetHead count={count ?? 0} selection={selection} onSelection={onSelection} />
        <TargetRows notice={notice.id} list={list} at={at} onAt={onAt} selection={selection} />
        <PrintedRows count={count} shown={list.shown} pages={pages} />
        {count === 0 ? <NoTargets notice={notice} filters={filters} onShowAll={() => onFilters({})} /> : null}
      </div>
      <TargetTray count={count} selection={selection} onSelection={onSelection} others={others} />
      <History notice={notice.id} no={history} onClose={() => setHistory(null)} />
    </section>
  );
}

type TargetList = ReturnType<typeof useTargetList>;

interface TargetListOptions extends TargetPaneProps {
  count: number | undefined;
  onHistory: (no: number | null) => void;
}

/** The rows in view with their pages, the cursor, and the keys that move it and select. */
function useTargetList(
  body: RefObject<HTMLDivElement | null>,
  { notice, filters, at, onAt, onCursor, onSelection, count, onHistory }: TargetListOptions,
) {
  const rowFocus = useRowFocus(body);
  const { shown, height, scrollTo, setPrinted } = useShownRows(body, count);
  const first = shown[0]?.index ?? 0;
  const pages = useTargetPages(notice.id, { filters, first, last: shown.at(-1)?.index ?? 0, at });
  const cursor = pages.rowAt(at);
  const cursorNo = cursor?.no ?? null;
  useEffect(() => onCursor(cursor ?? null), [cursor, onCursor]);
  useCursorInList({ at, count, onAt, scrollTo });
  const last = (count ?? 0) - 1;
  const moveTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), Math.max(last, 0));
    rowFocus.take();
    onAt(next);
    scrollTo(next, { align: 'auto' });
    // In a small window the list is part of a longer page.
    body.current?.scrollIntoView({ block: 'nearest' });
  };
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
    selectAll: () => {
      // From the filter, so that the digits that follow choose an action.
      rowFocus.take();
      body.current?.focus();
      onSelection({ kind: 'all', count: count ?? 0 });
    },
    showHistory: () => onHistory(cursorNo),
  });
  usePrinting({ count, pages, onRows: setPrinted });
  return { pages, shown, height, toggle, selectBetween, onFocus: rowFocus.onFocus };
}

/** The rows in view; all of them while the page is printed. */
function useShownRows(body: RefObject<HTMLDivElement | null>, count: number | undefined) {
  const { density } = useStore(settingsStore);
  const [printed, setPrinted] = useState(0);
  const rows = useVirtualizer({
    count: count ?? 0,
    getScrollElement: () => body.current,
    estimateSize: () => ROW_PX[density],
    overscan: 12,
  });
  useEffect(() => rows.measure(), [density, rows]);
  const shown =
    printed === 0
      ? rows.getVirtualItems()
      : Array.from({ length: printed }, (_, index) => ({ index, start: 0, size: ROW_PX[density] }));
  return { shown, height: rows.getTotalSize(), scrollTo: rows.scrollToIndex, setPrinted };
}

interface TargetRowsProps extends Pick<TargetPaneProps, 'at' | 'onAt' | 'selection'> {
  notice: string;
  list: TargetList;
}

function TargetRows({
  list: { pages, shown, height, toggle, selectBetween },
  notice,
  at,
  onAt,
  selection,
}: TargetRowsProps) {
  const anchor = useRef<number | null>(null);
  const initials = useInitials();
  const comments = useCommentCounts(notice);
  return (
    <div className="virtual" style={{ height }} role="rowgroup">
      {shown.map(({ index, start, size }) => {
        const target = pages.rowAt(index);
        return (
          <TargetListRow
            key={index}
            place={index}
            style={{ transform: `translateY(${start}px)`, height: size }}
            target={target}
            by={target?.decision?.by == null ? '' : initials(target.decision.by, target.decision.byName ?? '')}
            comments={comments.get(target?.no ?? 0) ?? 0}
            isCursor={index === at}
            isSelected={target !== undefined && isSelected(selection, target.no)}
            onPress={(event) => {
              if (event.shiftKey) selectBetween(anchor.current ?? at, index);
              anchor.current = index;
              onAt(index);
            }}
            onToggle={() => {
              anchor.current = index;
              if (target !== undefined) toggle([target.no]);
              onAt(index);
            }}
          />
        );
      })}
    </div>
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
  return useCommentCounts(notice).size > 0 || counts.some((count) => count !== 0);
}

function NoTargets({ notice, filters, onShowAll }: { notice: Notice; filters: TargetFilters; onShowAll: () => void }) {
  const t = useWords();
  const { targets, undecided } = notice.counts;
  const drafted = useTargetCount(notice.id, { status: 'drafted' });
  const isDone = targets > 0 && undecided === 0 && filters.status === 'undecided';
  const submit = findShortcut('submit');
  const why = explainNotSubmit(notice, drafted, t);
  const isOffered = isDone && submit !== undefined && isSubmitShown(notice, why);
  const canSubmit = isOffered && why === null;
  const text = isDone
    ? t(canSubmit ? 'notice:targets.allDecidedSubmit' : 'notice:targets.allDecided', { count: targets })
    : t(targets === 0 ? 'notice:targets.none' : 'notice:targets.noneFound');
  return (
    <Empty>
      <p>{text}</p>
      {isOffered && why !== null ? <p className="why">{why}</p> : null}
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
