import { read } from '../http/call.js';
import type { NoticeSummary, Page } from '../http/types.js';

const NUMBER = /^N-\d{4}-\d+$/i;

/** Returns the id of a notice by its number; null if the text is no number or the reader can access no such notice. */
export async function findIdByNumber(text: string): Promise<string | null> {
  if (!NUMBER.test(text)) return null;
  const number = text.toUpperCase();
  const found = await read<Page<NoticeSummary>>(`/v1/notices?limit=1&q=${encodeURIComponent(number)}`);
  return found.items.find((notice) => notice.number === number)?.id ?? null;
}
