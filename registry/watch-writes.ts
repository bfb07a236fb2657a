import { AsyncLocalStorage } from 'node:async_hooks';
import type { PostgresQueryResult } from 'kysely';
import { isOutage, RegistryAway } from './outage.js';

/** Tracks whether work done in this async context was stored in the registry. */
export const writes = new AsyncLocalStorage<{ stands: boolean }>();

type Query = (text: string, values: readonly unknown[]) => Promise<PostgresQueryResult<unknown>>;

const BEGINS = /^(begin|start transaction)/;

function changes(text: string): boolean {
  return !/^\s*(select|with)\b/i.test(text) || /^\s*with\b[^]*\b(insert|update|delete)\b/i.test(text);
}

/**
 * Wraps the queries of one connection. On an outage the error says whether the work may be stored all the same: no
 * inside a transaction, true if the answer to a commit or to a single write never came.
 */
export function watchWrites(query: Query): Query {
  const transaction = { open: false, changes: false };
  return async (text, values) => {
    const begins = BEGINS.test(text);
    const ends = text === 'commit' || text === 'rollback';
    const lone = !transaction.open && !begins && !ends;
    const stands = text === 'commit' ? transaction.changes : lone && changes(text);
    try {
      const result = await query(text, values);
      if (begins) Object.assign(transaction, { open: true, changes: false });
      else if (ends) transaction.open = false;
      else if (changes(text)) transaction.changes = true;
      const noted = writes.getStore();
      if (stands && noted !== undefined) noted.stands = true;
      return result;
    } catch (error) {
      if (!isOutage(error)) throw error;
      // The lost connection rolled the transaction back; the caller should see the error that ended it.
      if (text === 'rollback') return { command: 'ROLLBACK', rowCount: 0, rows: [] };
      throw new RegistryAway(error, stands);
    }
  };
}
