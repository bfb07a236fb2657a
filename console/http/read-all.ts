import { read, type CallOptions } from './call.js';
import type { Page } from './types.js';

const PAGE = 200;

interface WholeList<Row> {
  items: Row[];
  total: number;
}

interface ReadAllOptions extends Pick<CallOptions, 'signal' | 'background'> {
  /** Further items are only counted. */
  max?: number;
}

/** Reads a list to its end; one refused page fails the whole, so that no page is requested for ever. */
export async function readAll<Row>(
  address: string,
  { max = Infinity, ...options }: ReadAllOptions = {},
): Promise<WholeList<Row>> {
  const start = `${address}${address.includes('?') ? '&' : '?'}limit=${PAGE}`;
  const first = await read<Page<Row>>(`${start}&count=true`, options);
  const items = [...first.items];
  for (let cursor = first.nextCursor; cursor !== null && items.length < max; ) {
    const next: Page<Row> = await read(`${start}&cursor=${encodeURIComponent(cursor)}`, options);
    items.push(...next.items);
    cursor = next.nextCursor;
  }
  return { items, total: Math.max(first.total ?? 0, items.length) };
}
