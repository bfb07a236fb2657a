import type { Page } from '../contract/paging.js';
import type { Caller } from './caller.js';
import { answerPage } from './paging.js';
import { recordSecretReads, type SeenNotice } from './secret-reads.js';
import type { Services } from './services.js';

type PageQuestion = Parameters<typeof answerPage>[0];

interface SeenList<Row, Item> {
  rows: (limit: number) => Promise<Row[]>;
  total: () => Promise<number>;
  view: (row: Row) => Item;
  key: (row: Row) => (string | number | null)[];
  seen: (row: Row) => readonly SeenNotice[];
}

export function toSeenIn(id: string | null, level: string | null): SeenNotice[] {
  return id === null || level === null ? [] : [{ id, level }];
}

/** Answers one page of a list and records which secret notices the caller was shown in it. */
export async function answerSeenPage<Row, Item>(
  services: Pick<Services, 'db' | 'now'>,
  { caller, name }: { caller: Caller; name: string },
  paging: PageQuestion,
  list: SeenList<Row, Item>,
): Promise<Page<Item>> {
  const seen: SeenNotice[] = [];
  const view = (row: Row) => {
    seen.push(...list.seen(row));
    return list.view(row);
  };
  const page = await answerPage(paging, { ...list, view });
  await recordSecretReads(services, caller, { seen, list: name });
  return page;
}
