import { Link } from '@tanstack/react-router';
import { useRef, useState, type ReactNode, type Ref } from 'react';
import { Button } from '../../parts/Button.js';
import { Empty } from '../../parts/Loading.js';
import { useRowFocus } from '../../parts/use-row-focus.js';
import { useShortcuts, MOVE } from '../../state/shortcuts.js';
import { useWords } from '../../words/use-words.js';
import { canNarrow, readFilter, writeFilter, type Filter } from './filter.js';
import { FilterBar } from './FilterBar.js';
import { RecordRows, type RecordColumn } from './RecordRows.js';
import { useAddress, type Address } from './use-address.js';
import type { Pages } from './use-pages.js';

interface RecordsListProps<Row> {
  label: string;
  list: Pages<Row>;
  columns: readonly RecordColumn<Row>[];
  keyOf: (row: Row) => string;
  failed: string;
  /** What the list says when it has no rows, and the way on from there. */
  empty: string;
  way?: ReactNode;
  filters?: readonly Filter<Row>[];
  count?: (count: number) => string;
  /** Follows the filters. */
  tools?: ReactNode;
  pane: (row: Row) => ReactNode;
  paneLabel?: string;
  /** Gives the pane more room than the list. */
  reading?: boolean;
}

/**
 * A list of records with a detail pane. J and K move, Enter focuses the pane, Esc returns. Cursor and filters are kept
 * in the address.
 */
export function RecordsList<Row>(props: RecordsListProps<Row>) {
  const { list, columns, keyOf, label, failed, filters = [], pane, paneLabel, reading } = props;
  const t = useWords();
  const [address, change] = useAddress();
  const [isOpen, setOpen] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const rowFocus = useRowFocus(grid);
  const beside = useRef<HTMLElement>(null);
  const rows = list.rows.filter((row) =>
    filters.every((filter) => filter.keeps?.(row, readFilter(filter, address)) ?? true),
  );
  const at = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === address.open),
  );
  const current = rows[at];
  const moveTo = (place: number) => {
    const next = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    rowFocus.take();
    if (next !== undefined) change({ open: keyOf(next) });
    if (place >= rows.length - 5) list.more?.();
  };
  const open = () => {
    if (current === undefined) return;
    setOpen(true);
    // The pane may become visible only now.
    requestAnimationFrame(() => beside.current?.focus());
  };
  const close = () => {
    setOpen(false);
    grid.current?.querySelector<HTMLElement>('[data-cursor]')?.focus();
  };
  useShortcuts([
    { id: 'next', label: t('records:key.next'), keys: 'j | ArrowDown', run: () => moveTo(at + 1), ...MOVE },
    { id: 'previous', label: t('records:key.previous'), keys: 'k | ArrowUp', run: () => moveTo(at - 1), ...MOVE },
    { id: 'open', label: t('records:key.open'), keys: 'Enter', run: open, hidden: true },
    { id: 'again', label: t('records:key.again'), keys: 'u', run: list.again },
    ...(isOpen ? [{ id: 'close', label: t('records:key.close'), keys: 'Escape', run: close, hidden: true }] : []),
  ]);
  const cursor = { at, isStored: address.open !== undefined, moveTo, open: () => setOpen(true) };
  const empty = <NoRows {...props} />;
  return (
    <div className={reading === true ? 'split records reading' : 'split records'}>
      <section className="list" aria-label={label}>
        <Head {...props} />
        <RecordRows
          {...{ label, list, rows, columns, keyOf, failed, empty, cursor, grid, onFocus: rowFocus.onFocus }}
        />
      </section>
      <Beside ref={beside} label={paneLabel ?? t('records:pane')} isOpen={isOpen} onClose={close}>
        {current === undefined ? null : (
          <div className="contents" key={keyOf(current)}>
            {pane(current)}
          </div>
        )}
      </Beside>
    </div>
  );
}

const listNarrowing = <Row,>(filters: readonly Filter<Row>[], address: Address) =>
  filters.filter((filter) => canNarrow(filter) && readFilter(filter, address) !== '');

function Head<Row>({ list, filters = [], count, tools }: RecordsListProps<Row>) {
  const t = useWords();
  const [address] = useAddress();
  const isPart = list.more !== null && listNarrowing(filters, address).some(({ keeps }) => keeps !== undefined);
  if (filters.length === 0 && tools === undefined) return null;
  return (
    <FilterBar
      filters={filters}
      tools={tools}
      count={
        <>
          {isPart ? <span className="muted">{t('records:filteredOf', { count: list.rows.length })}</span> : null}
          {count === undefined ? null : (
            <span className="push muted number">{list.total === null ? '' : count(list.total)}</span>
          )}
        </>
      }
    />
  );
}

/** Offers to clear the filters, else the way on of the screen, else a filter that shows more. */
function NoRows<Row>({ filters = [], empty, way }: RecordsListProps<Row>) {
  const t = useWords();
  const [address, change] = useAddress();
  const narrowing = listNarrowing(filters, address);
  const isNarrowed = narrowing.length > 0;
  const wider = filters.find(
    (filter) => filter.kind === 'switch' && filter.widens === true && readFilter(filter, address) === '',
  );
  const clear = () => change(Object.assign({}, ...narrowing.map((filter) => writeFilter(filter, ''))));
  return (
    <Empty>
      <p>{isNarrowed ? t('records:noneMatch') : empty}</p>
      {isNarrowed ? (
        <Button onPress={clear}>{t('queue:clear')}</Button>
      ) : (
        (way ??
        (wider === undefined ? null : (
          <Button onPress={() => change(writeFilter(wider, 'true'))}>{wider.label}</Button>
        )))
      )}
    </Empty>
  );
}

/** The way on from an empty list that other work fills. */
export function ToQueue() {
  const t = useWords();
  return (
    <Link className="button" to="/">
      {t('frame:notFound.back')}
    </Link>
  );
}

interface BesideProps {
  ref: Ref<HTMLElement>;
  label: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** In narrow windows the pane overlays the list while it is open. */
function Beside({ ref, label, isOpen, onClose, children }: BesideProps) {
  const t = useWords();
  return (
    <aside
      className={isOpen ? 'peek record-pane drawer' : 'peek record-pane'}
      aria-label={label}
      ref={ref}
      tabIndex={-1}
    >
      <div className="record-close">
        <Button size="small" keys="Escape" onPress={onClose}>
          {t('frame:close')}
        </Button>
      </div>
      {children ?? <section className="muted">{t('records:nothingOpen')}</section>}
    </aside>
  );
}
