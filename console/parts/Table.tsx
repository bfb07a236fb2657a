import { formatNumber } from './format.js';
import type { ReactNode } from 'react';

export interface Column<Row> {
  head?: ReactNode;
  cell: (row: Row) => ReactNode;
  end?: true;
  isName?: true;
  className?: string | ((row: Row) => string | undefined);
}

interface TableProps<Row> {
  label?: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string | number;
  /** Scrolls by itself where the window is narrow; needs a label. */
  wide?: boolean;
  foot?: ReactNode;
}

/** A table of facts. Columns without heads make a table without a head. */
export function Table<Row>({ label, rows, columns, keyOf, wide = false, foot }: TableProps<Row>) {
  const table = (
    <table className="table" aria-label={wide ? undefined : label}>
      {columns.every(({ head }) => head === undefined) ? null : (
        <thead>
          <tr>
            {columns.map(({ head, end }, place) => (
              <th key={place} scope="col" className={end === true ? 'align-end' : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column, place) => (
              <Cell key={place} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
      {foot}
    </table>
  );
  if (!wide) return table;
  return (
    <div className="scrolls-x print-whole" tabIndex={0} role="region" aria-label={label}>
      {table}
    </div>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const given = buildCell(column, row);
  return column.isName === true ? <th scope="row" {...given} /> : <td {...given} />;
}

/** What a cell shows and how. A text can be of any script, so it decides its direction itself. */
export function buildCell<Row>({ cell, end, className }: Column<Row>, row: Row) {
  const own = typeof className === 'function' ? className(row) : className;
  const classes = [end === true ? 'align-end' : '', own ?? ''].filter((name) => name !== '').join(' ');
  const children = cell(row);
  return {
    children,
    className: classes === '' ? undefined : classes,
    dir: typeof children === 'string' && end !== true ? 'auto' : undefined,
  };
}

/** Row above a group of rows: its name and how many there are. */
export function BandRow({ count, children }: { count: number; children: ReactNode }) {
  return (
    <div className="band muted" role="row">
      <span role="gridcell">
        {children} <span className="number">{formatNumber(count)}</span>
      </span>
    </div>
  );
}
