import { RefusedError, UsageError } from './exit.js';
import type { DeskClient, Page } from '../sdk/http.js';
import type { NoticeView } from './view.js';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NUMBER = /^N-\d{4}-\d{1,9}$/i;

export function isId(text: string): boolean {
  return ID.test(text);
}

export async function resolveNoticeId(client: DeskClient, reference: string): Promise<string> {
  if (ID.test(reference)) return reference.toLowerCase();
  if (!NUMBER.test(reference)) {
    throw new UsageError(
      `${JSON.stringify(reference)} is neither a notice number such as N-2021-000001 nor an id. List them: notice-desk notices list`,
    );
  }
  const number = reference.toUpperCase();
  // `q` matches more than numbers; only the exact match counts.
  let cursor: string | undefined;
  do {
    const { body } = await client.get<Page<NoticeView>>('/v1/notices', { q: number, limit: 200, cursor });
    const found = body.items.find((item) => item.number === number);
    if (found) return found.id;
    cursor = body.nextCursor ?? undefined;
  } while (cursor !== undefined);
  throw new RefusedError(
    `There is no notice ${number}, or you have no access to it. List them: notice-desk notices list`,
  );
}
