import type { ReactNode } from 'react';

export interface Column<Row> {
  head: string;
  cell: (row: Row) => ReactNode;
  /** Grid track, such as `8rem` or `minmax(8rem, 1fr)`. */
  width: string;
  /** Aligns numbers at the end. */
  end?: true;
}
