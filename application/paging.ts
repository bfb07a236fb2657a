import { z } from 'zod';
import type { Page, PageQuery } from '../contract/paging.js';
import { cursorKeys } from '../contract/query.js';
import { invalid } from './refusal.js';

/** Encodes the sort key of the last item, opaque to callers. */
export function toCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Decodes a cursor; throws a field error for one that is not ours. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.infer<T> | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalid('/query/cursor', 'Use the nextCursor of the previous page, unchanged.');
  }
}

/** As `readCursor`, for a list in the order of one whole number. */
export function readNumberCursor(cursor: string | undefined): number | undefined {
  return readCursor(cursor, z.tuple([cursorKeys.int]))?.[0];
}

/** Makes a page from one row more than requested: the extra row says that there is another page. */
function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { view, key }: { view: (row: Row) => Item; key: (row: Row) => (string | number | null)[] },
): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: kept.map(view), nextCursor: more ? toCursor(key(last)) : null };
}

type PageQuestion = Pick<PageQuery, 'limit' | 'count'>;

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

/** Answers one page of a list that is in memory: `rest` follows the cursor. */
export async function answerKept<Row, Item>(
  paging: PageQuestion,
  kept: {
    all: readonly Row[];
    rest: readonly Row[];
    view: (row: Row) => Item;
    key: (row: Row) => (string | number | null)[];
  },
): Promise<Page<Item>> {
  const { all, rest, ...list } = kept;
  return answerPage(paging, {
    ...list,
    rows: async (limit) => rest.slice(0, limit),
    total: async () => all.length,
  });
}
