import type { SentTarget } from '../../../../domain/targets/target.js';
import type { MailDocument } from '../../../../registry/mail/store-mail.js';
import { ReaderBusy } from '../../../../sandbox/lists/fence.js';
import { findFormat, recogniseList } from '../../../../sandbox/lists/format.js';
import { isProblem, ListRefused, MAX_LIST_ROWS, type ListItem } from '../../../../sandbox/lists/item.js';
import { openList } from '../../../../sandbox/lists/read-list.js';
import { invalid } from '../../../../application/refusal.js';

export interface NamedItems {
  targets: SentTarget[];
  unread: number;
}

/** Reads the items that a form names. Throws `validation` for a list that cannot be read or is too long. */
export async function readItems(typed: string, list: MailDocument | null): Promise<NamedItems> {
  const named: NamedItems = { targets: [], unread: 0 };
  if (typed.trim() !== '')
    await refusing('/targets', async () => add(named, await openList(Buffer.from(typed), { format: 'text' })));
  if (list !== null)
    await refusing('/list', async () => {
      const format = await recogniseList(list.bytes, findFormat(list) ?? null);
      add(named, await openList(list.bytes, { format }));
    });
  return named;
}

function add(named: NamedItems, items: Iterable<ListItem>): void {
  for (const item of items) {
    if (isProblem(item)) named.unread += 1;
    else named.targets.push({ type: item.type, locator: item.locator, note: item.note });
    if (named.targets.length + named.unread > MAX_LIST_ROWS)
      throw new ListRefused(`A notice can name at most ${MAX_LIST_ROWS} items. File it in parts.`);
  }
}

async function refusing(field: string, read: () => Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (error instanceof ListRefused || error instanceof ReaderBusy) throw invalid(field, error.message);
    throw error;
  }
}
