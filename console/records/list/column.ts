import type { ReactNode } from 'react';

/** A column of a list of records. */
export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Track of the grid, like `8rem` or `minmax(8rem, 1fr)`. */
  width: string;
  /** Numbers stand at the end. */
  end?: true;
}
