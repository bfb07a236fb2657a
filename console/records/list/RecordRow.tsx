import type { Column } from './column.js';

interface RecordRowProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  isCursor: boolean;
  onCursor: () => void;
  onOpen: () => void;
}

export function RecordRow<Row>({ row, columns, isCursor, onCursor, onOpen }: RecordRowProps<Row>) {
  return (
    <div
      className={isCursor ? 'row record-row current' : 'row record-row'}
      role="row"
      tabIndex={isCursor ? 0 : -1}
      aria-selected={isCursor}
      data-cursor={isCursor || undefined}
      onClick={() => {
        onCursor();
        onOpen();
      }}
    >
      {columns.map(({ head, cell, end }) => (
        <span role="gridcell" key={head} className={end === true ? 'align-end' : undefined} data-head={head}>
          {cell(row)}
        </span>
      ))}
    </div>
  );
}
