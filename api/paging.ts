import { z } from 'zod';
import { invalid } from './problems.js';
import { wholeNumber } from '../contract/whole-number.js';

export const DEFAULT_LIMIT = 50;
export const LARGEST_LIMIT = 200;

/** Query parameters of every list. */
export const pageQuery = z.object({
  limit: wholeNumber(1, LARGEST_LIMIT).default(DEFAULT_LIMIT).describe('Items a page, at most 200'),
  cursor: z.string().max(2000).optional().describe('`nextCursor` of the page before'),
  count: z.enum(['true', 'false']).optional().describe('`true` adds `total`'),
});

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
}

/** A cursor is the sort key of the last item, opaque to callers. */
export function toCursor(key: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** Reads a cursor back; anything that is not one of ours is a field error. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, shape: T): z.infer<T> | null {
  if (cursor === undefined) return null;
  try {
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw invalid('/query/cursor', 'Use the nextCursor of the page before, unchanged.');
  }
}

/** A page from one row more than asked for: the extra row says that there is another page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { view, key }: { view: (row: Row) => Item; key: (row: Row) => (string | number | null)[] },
): Page<Item> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: kept.map(view), nextCursor: more ? toCursor(key(last)) : null };
}

/** The shape of a page for the documentation. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.number().int().optional() });
}
