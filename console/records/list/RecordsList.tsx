import { useRef, useState, type ReactNode } from 'react';
import { Button } from '../../parts/Button.js';
import { useRowFocus } from '../../parts/use-row-focus.js';
import { useWords } from '../../words/use-words.js';
import type { Column } from './column.js';
import { RecordRows } from './RecordRows.js';
import { useAddress } from './use-address.js';
import type { Pages } from './use-pages.js';
import { useRecordKeys } from './use-record-keys.js';

interface RecordsListProps<Row> {
  label: string;
  list: Pages<Row>;
  /** The filtered rows, if the screen filters on the client. */
  shown?: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  failed: string;
  empty: ReactNode;
  filters?: ReactNode;
  pane: (row: Row) => ReactNode;
  paneLabel: string;
  reading?: boolean;
}

/**
 * A list of records with a detail pane. J and K move, Enter focuses the pane, Esc returns. The cursor is kept in the
 * address.
 */
export function RecordsList<Row>(props: RecordsListProps<Row>) {
  const { list, shown, columns, keyOf, label, failed, empty, filters, pane, paneLabel, reading } = props;
  const [address, change] = useAddress();
  const [isOpen, setOpen] = useState(false);
  const grid = useRef<HTMLDivElement>(null);
  const rowFocus = useRowFocus(grid);
  const beside = useRef<HTMLElement>(null);
  const rows = shown ?? list.rows;
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
  useRecordKeys({ at, moveTo, open, close, isOpen, again: list.again });
  const cursor = { at, isStored: address.open !== undefined, moveTo, open: () => setOpen(true) };
  return (
    <div className={reading === true ? 'split records reading' : 'split records'}>
      <section className="list" aria-label={label}>
        {filters}
        <RecordRows
          {...{ label, list, rows, columns, keyOf, failed, empty, cursor, grid, onFocus: rowFocus.onFocus }}
        />
      </section>
      <Beside ref={beside} label={paneLabel} isOpen={isOpen} onClose={close}>
        {current === undefined ? null : (
          <div className="contents" key={keyOf(current)}>
            {pane(current)}
          </div>
        )}
      </Beside>
    </div>
  );
}

interface BesideProps {
  ref: React.Ref<HTMLElement>;
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
