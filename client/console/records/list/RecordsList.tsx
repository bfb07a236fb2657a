import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { useWords } from '../../words/use-words.js';
import { RecordRow } from './RecordRow.js';
import type { Column } from './column.js';
import { useAddress } from './use-address.js';
import type { Pages } from './use-pages.js';
import { useRecordKeys } from './use-record-keys.js';

interface RecordsListProps<Row> {
  /** Names the grid. */
  label: string;
  list: Pages<Row>;
  /** Those of the list that are shown, where the screen narrows it itself. */
  shown?: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  failed: string;
  /** What is true when there is no row, and the act that starts work. */
  empty: ReactNode;
  filters?: ReactNode;
  /** The row under the cursor in full, beside the list. */
  pane: (row: Row) => ReactNode;
  paneLabel: string;
  /** The pane is what is read; the list only leads to it. */
  reading?: boolean;
}

/**
 * A list of records with the one under the cursor beside it. J and K move, Enter goes into the pane, Esc comes back. The
 * cursor is in the address.
 */
export function RecordsList<Row>(props: RecordsListProps<Row>) {
  const { list, shown, keyOf, label, pane, paneLabel, filters, reading } = props;
  const t = useWords();
  const [address, change] = useAddress();
  const [isOpen, setOpen] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const beside = useRef<HTMLElement>(null);
  const rows = shown ?? list.rows;
  const at = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === address.open),
  );
  const current = rows[at];
  const moveTo = (place: number) => {
    const next = rows[Math.min(Math.max(place, 0), rows.length - 1)];
    if (next !== undefined) change({ open: keyOf(next) });
    if (place >= rows.length - 5) list.more?.();
  };
  const open = () => {
    if (current === undefined) return;
    setOpen(true);
    // The pane may only now become visible.
    requestAnimationFrame(() => beside.current?.focus());
  };
  const close = () => {
    setOpen(false);
    grid.current?.querySelector<HTMLElement>('[data-cursor]')?.focus();
  };
  useRecordKeys({ at, moveTo, open, close, isOpen, again: list.again });
  return (
    <div className={reading === true ? 'records reading' : 'records'}>
      <section className="list" aria-label={label}>
        {filters}
        <Rows
          {...props}
          rows={rows}
          at={at}
          grid={grid}
          hasCursor={address.open !== undefined}
          onCursor={moveTo}
          onOpen={() => setOpen(true)}
        />
      </section>
      <aside
        className="peek record-pane"
        aria-label={paneLabel}
        ref={beside}
        tabIndex={-1}
        data-open={isOpen || undefined}
      >
        <div className="record-close">
          <Button size="sm" keys="Escape" onPress={close}>
            {t('frame:close')}
          </Button>
        </div>
        {current === undefined ? (
          <section className="sub">{t('records:nothingOpen')}</section>
        ) : (
          <div className="contents" key={keyOf(current)}>
            {pane(current)}
          </div>
        )}
      </aside>
    </div>
  );
}

interface RowsProps<Row> extends RecordsListProps<Row> {
  rows: readonly Row[];
  at: number;
  hasCursor: boolean;
  grid: React.RefObject<HTMLDivElement | null>;
  onCursor: (place: number) => void;
  onOpen: () => void;
}

function Rows<Row>({
  list,
  rows,
  columns,
  keyOf,
  failed,
  empty,
  label,
  at,
  hasCursor,
  grid,
  onCursor,
  onOpen,
}: RowsProps<Row>) {
  const t = useWords();
  useEffect(() => {
    if (hasCursor) grid.current?.querySelector('[data-cursor]')?.scrollIntoView({ block: 'nearest' });
  }, [at, hasCursor, grid]);
  if (list.error !== null && list.rows.length === 0) {
    return (
      <div className="pad">
        <Failure title={failed} error={list.error} onRetry={list.again} />
      </div>
    );
  }
  if (list.isLoading) return <Skeleton className="rrow" rows={10} />;
  if (rows.length === 0) return <div className="pad">{empty}</div>;
  const cols = columns.map(({ width }) => width).join(' ');
  return (
    <div className="rows" ref={grid}>
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={list.total ?? rows.length}
        style={{ '--cols': cols } as React.CSSProperties}
      >
        <div className="rrow head" role="row">
          {columns.map(({ head, end }) => (
            <span role="columnheader" key={head} className={end === true ? 'end' : undefined}>
              {head}
            </span>
          ))}
        </div>
        {rows.map((row, place) => (
          <RecordRow
            key={keyOf(row)}
            row={row}
            columns={columns}
            isCursor={place === at}
            onCursor={() => onCursor(place)}
            onOpen={onOpen}
          />
        ))}
      </div>
      {list.more === null ? null : (
        <div className="pad">
          <Button size="sm" onPress={list.more} busy={list.isReading ? t('frame:loading') : null}>
            {t('frame:more')}
          </Button>
        </div>
      )}
    </div>
  );
}
