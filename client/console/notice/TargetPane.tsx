import { useWords } from '../words/use-words.js';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type Dispatch, type SetStateAction } from 'react';
import { MessagePlace } from '../frame/MessageTray.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatNumber } from '../parts/format.js';
import { useRowFocus } from '../parts/use-row-focus.js';
import { useCommands, type Command } from '../state/commands.js';
import { settingsStore } from '../state/settings.js';
import { useStore } from '../state/store.js';
import { HistoryDialog } from './HistoryDialog.js';
import { RowsOnPaper, usePrinting } from './printing.js';
import { rowCommands } from './row-commands.js';
import { emptySelection, isSelected, padNo, sizeOf, toggled, type Selection } from './selection.js';
import { TargetFiltersBar } from './TargetFiltersBar.js';
import { TargetRow } from './TargetRow.js';
import { useTargetCount, useTargetPages, type TargetFilters } from './target-pages.js';

interface TargetPaneProps {
  notice: Notice;
  filters: TargetFilters;
  onFilters: (filters: TargetFilters) => void;
  at: number;
  onAt: (at: number) => void;
  onCursorNo: (no: number | null) => void;
  selection: Selection;
  onSelection: Dispatch<SetStateAction<Selection>>;
  others: readonly { name: string; at: number | null }[];
}

const ROW_PX = { comfortable: 32, compact: 26 } as const;

/** The list of targets: as long as the order, as heavy as a screenful. */
export function TargetPane(props: TargetPaneProps) {
  const { notice, filters, onFilters, at, onAt, onCursorNo, selection, onSelection, others } = props;
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
  const narrow = (next: TargetFilters) => {
    onFilters(next);
    // Keys act on the rows again, not on the filter that was pressed.
    body.current?.focus();
  };
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
  useEffect(() => onCursorNo(cursorNo), [cursorNo, onCursorNo]);
  const last = (count ?? 0) - 1;
  const moveTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), Math.max(last, 0));
    rowFocus.take();
    onAt(next);
    rows.scrollToIndex(next, { align: 'auto' });
    // In a small window the list is a part of a longer page.
    body.current?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => {
    // What was decided may have left the list.
    if (count !== undefined && count > 0 && at >= count) onAt(count - 1);
  }, [at, count, onAt]);
  useEffect(() => {
    if (count !== undefined && at > 0) rows.scrollToIndex(Math.min(at, count - 1), { align: 'auto' });
  }, [at, count, rows]);
  // On what is selected by then: keys come faster than pages, and than the screen is drawn.
  const toggle = (numbers: readonly number[], on?: boolean) => onSelection((before) => toggled(before, numbers, on));
  const selectBetween = (from: number, to: number) => {
    void pages.numbersBetween(from, to).then((numbers) => toggle(numbers, true));
  };
  const extend = (step: number) => {
    const to = Math.min(Math.max(at + step, 0), Math.max(last, 0));
    selectBetween(at, to);
    moveTo(to);
  };
  const selectAll = () => onSelection({ kind: 'all', count: count ?? 0 });
  const commands: Command[] = [
    ...rowCommands(
      {
        move: (step) => moveTo(at + step),
        select: () => (cursorNo === null ? undefined : toggle([cursorNo])),
        extend,
      },
      t,
    ),
    {
      id: 'page-down',
      label: t('notice:cmd.next'),
      keys: 'PageDown',
      run: () => moveTo(at + 15),
      repeats: true,
      hidden: true,
    },
    {
      id: 'page-up',
      label: t('notice:cmd.previous'),
      keys: 'PageUp',
      run: () => moveTo(at - 15),
      repeats: true,
      hidden: true,
    },
    { id: 'home', label: t('notice:cmd.previous'), keys: 'Home', run: () => moveTo(0), hidden: true },
    { id: 'end', label: t('notice:cmd.next'), keys: 'End', run: () => moveTo(last), hidden: true },
    { id: 'select-all', label: t('notice:cmd.selectAll'), keys: '$mod+a', run: selectAll },
    {
      id: 'history',
      label: t('notice:cmd.history'),
      keys: 'h',
      run: () => setHistory(cursorNo),
    },
  ];
  useCommands(commands);
  usePrinting({ count, pages, onRows: setPrinted });
  return (
    <section className="pane mid-pane" id="targets" aria-label={t('notice:targets.label')}>
      <TargetFiltersBar notice={notice} filters={filters} onFilters={narrow} />
      {pages.error === null ? null : (
        <div className="pad">
          <Failure title={t('notice:targets.failed')} error={pages.error} onRetry={pages.retry} />
        </div>
      )}
      <div
        className="rows"
        role="grid"
        aria-label={t('notice:targets.label')}
        aria-rowcount={(count ?? 0) + 1}
        aria-multiselectable="true"
        tabIndex={-1}
        ref={body}
        onFocus={rowFocus.onFocus}
      >
        <div className="trow head" role="row" aria-rowindex={1}>
          <span role="columnheader">
            <span className="vh">{t('notice:targets.col.selected')}</span>
          </span>
          <span role="columnheader">{t('notice:targets.col.no')}</span>
          <span role="columnheader">{t('notice:targets.col.target')}</span>
          <span role="columnheader">{t('notice:targets.col.marks')}</span>
          <span role="columnheader">{t('notice:targets.col.draft')}</span>
          <span className="g" role="columnheader">
            {t('notice:targets.col.ground')}
          </span>
          <span className="by" role="columnheader">
            {t('notice:targets.col.by')}
          </span>
        </div>
        <div className="virtual" style={{ height: rows.getTotalSize() }} role="rowgroup">
          {shown.map(({ index, start, size: height }) => (
            <TargetRow
              key={index}
              place={index}
              style={{ transform: `translateY(${start}px)`, height }}
              target={pages.rowAt(index)}
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
        <RowsOnPaper count={count} shown={shown} pages={pages} />
        {count === 0 ? <NoTargets notice={notice} onShowAll={() => onFilters({})} /> : null}
      </div>
      <Tray count={count} selection={selection} onSelection={onSelection} onSelectAll={selectAll} others={others} />
      {history === null ? null : <HistoryDialog notice={notice.id} no={history} onClose={() => setHistory(null)} />}
    </section>
  );
}

/** How many are selected, what was just done, and where others are. */
function Tray({
  count,
  selection,
  onSelection,
  onSelectAll,
  others,
}: Pick<TargetPaneProps, 'selection' | 'onSelection' | 'others'> & {
  count: number | undefined;
  onSelectAll: () => void;
}) {
  const t = useWords();
  const size = sizeOf(selection);
  return (
    <div className={size > 0 ? 'tray act' : 'tray'}>
      {size > 0 ? (
        <>
          <b>
            {selection.kind === 'all'
              ? t('notice:targets.allSelected', { n: formatNumber(size) })
              : t('notice:targets.selected', { count: size })}
          </b>
          {selection.kind === 'all' || count === undefined || size >= count ? null : (
            <Button size="sm" variant="quiet" keys="$mod+a" onPress={onSelectAll}>
              {t('notice:targets.selectAll', { n: formatNumber(count) })}
            </Button>
          )}
          <Button size="sm" variant="quiet" onPress={() => onSelection(emptySelection)}>
            {t('notice:targets.clear')}
          </Button>
        </>
      ) : null}
      <MessagePlace />
      <span className="push" />
      {others.map(({ name, at }) => (
        <span className="here" key={`${name}${at ?? ''}`}>
          {at === null ? t('notice:targets.isHere', { name }) : t('notice:targets.isAt', { name, no: padNo(at) })}
        </span>
      ))}
    </div>
  );
}

function isSelectedAt(selection: Selection, no: number | undefined): boolean {
  return no !== undefined && isSelected(selection, no);
}

function NoTargets({ notice, onShowAll }: { notice: Notice; onShowAll: () => void }) {
  const t = useWords();
  return (
    <div className="pad">
      <div className="none">
        <p>{t(notice.counts.targets === 0 ? 'notice:targets.none' : 'notice:targets.noneFound')}</p>
        {notice.counts.targets === 0 ? null : <Button onPress={onShowAll}>{t('notice:targets.showAll')}</Button>}
      </div>
    </div>
  );
}
