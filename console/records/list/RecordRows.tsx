import { unlessLink } from '../../parts/use-row-focus.js';
import { useEffect, type FocusEvent, type ReactNode, type RefObject } from 'react';
import { Button } from '../../parts/Button.js';
import { Loading } from '../../parts/Loading.js';
import { buildCell, type Column } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';
import type { Pages } from './use-pages.js';

/** A column with its grid track, such as `8rem` or `minmax(8rem, 1fr)`. */
export type RecordColumn<Row> = Column<Row> & { head: string; width: string };

interface Cursor {
  at: number;
  isStored: boolean;
  moveTo: (place: number) => void;
  open: () => void;
}

interface RecordRowsProps<Row> {
  label: string;
  list: Pages<Row>;
  rows: readonly Row[];
  columns: readonly RecordColumn<Row>[];
  keyOf: (row: Row) => string;
  failed: string;
  empty: ReactNode;
  cursor: Cursor;
  grid: RefObject<HTMLDivElement | null>;
  onFocus: (event: FocusEvent) => void;
}

export function RecordRows<Row>(props: RecordRowsProps<Row>) {
  const { list, rows, cursor, grid, onFocus, failed, empty } = props;
  const t = useWords();
  useEffect(() => {
    if (cursor.isStored)
      grid.current?.querySelectorAll('.record-row[tabindex]')[cursor.at]?.scrollIntoView({ block: 'nearest' });
  }, [cursor.at, cursor.isStored, grid]);
  if (list.isLoading || (list.error !== null && list.rows.length === 0))
    return (
      <Loading
        query={{ error: list.error, refetch: list.again }}
        failed={failed}
        rows={10}
        className="row record-row"
      />
    );
  if (rows.length === 0) return empty;
  return (
    <div className="rows print-whole" ref={grid} tabIndex={-1} onFocus={onFocus}>
      <Grid {...props} />
      {list.more === null ? null : (
        <div className="pad">
          <Button size="small" onPress={list.more} busy={list.isReading ? t('frame:loading') : null}>
            {t('frame:more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Grid<Row>({ label, list, rows, columns, keyOf, cursor }: RecordRowsProps<Row>) {
  const style = { '--cols': columns.map(({ width }) => width).join(' ') };
  return (
    <div role="grid" aria-label={label} aria-rowcount={(list.total ?? rows.length) + 1} style={style}>
      <div className="row record-row head" role="row">
        {columns.map(({ head, end }) => (
          <span role="columnheader" key={head} className={end === true ? 'align-end' : undefined}>
            {head}
          </span>
        ))}
      </div>
      {rows.map((row, place) => (
        <RecordRow key={keyOf(row)} {...{ row, columns, place, cursor }} />
      ))}
    </div>
  );
}

type RecordRowProps<Row> = Pick<RecordRowsProps<Row>, 'columns' | 'cursor'> & { row: Row; place: number };

function RecordRow<Row>({ row, columns, place, cursor }: RecordRowProps<Row>) {
  const isCursor = place === cursor.at;
  return (
    <div
      className={isCursor ? 'row record-row current' : 'row record-row'}
      role="row"
      tabIndex={isCursor ? 0 : -1}
      aria-selected={isCursor}
      data-cursor={isCursor || undefined}
      onClick={unlessLink(() => {
        cursor.moveTo(place);
        cursor.open();
      })}
    >
      {columns.map((column) => (
        <span role="gridcell" key={column.head} data-head={column.head} {...buildCell(column, row)} />
      ))}
    </div>
  );
}
