import { read } from '../http/call.js';
import type { NoticeSummary, Page } from '../http/types.js';

const NUMBER = /^N-\d{4}-\d+$/i;

/** Id of the notice whose number stands where an address has an id; null for anything else, and where the reader knows of none. */
export async function findIdByNumber(text: string): Promise<string | null> {
  if (!NUMBER.test(text)) return null;
  const number = text.toUpperCase();
  const found = await read<Page<NoticeSummary>>(`/v1/notices?limit=1&q=${encodeURIComponent(number)}`);
  return found.items.find((notice) => notice.number === number)?.id ?? null;
}
