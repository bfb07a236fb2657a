import { toPage } from '../paging.js';
import type { Page } from '../../contract/paging.js';

interface PageQuestion {
  limit: number;
  count?: 'true' | 'false' | undefined;
}

/** Answers one page of a list, with the total if requested. */
export async function answerPage<Row, Item>(
  { limit, count }: PageQuestion,
  list: {
    rows: (limit: number) => Promise<Row[]>;
    total: () => Promise<number>;
    view: (row: Row) => Item;
    key: (row: Row) => (string | number | null)[];
  },
): Promise<Page<Item>> {
  // One row more than requested says whether there is another page.
  const rows = await list.rows(limit + 1);
  const total = count === 'true' ? await list.total() : undefined;
  return { ...toPage(rows, limit, list), ...(total === undefined ? {} : { total }) };
}
