import { sql } from 'kysely';
import type { RoutingRule } from '../../domain/notices/routing.js';
import { question, type Question } from '../ask.js';
import type { Connection } from '../db.js';

/** In the order in which they are tried. */
export function queryRoutingRules(): Question<RoutingRule[]> {
  const select = sql<{ rules: RoutingRule[] }>`select rules from routing`;
  return question({ select, instants: {}, read: ([row]) => row?.rules ?? [] });
}

export async function saveRoutingRules(
  trx: Connection,
  { rules, at }: { rules: readonly RoutingRule[]; at: Date },
): Promise<void> {
  const written = { rules: JSON.stringify(rules), changed_at: at };
  await trx
    .insertInto('routing')
    .values(written)
    .onConflict((conflict) => conflict.column('one').doUpdateSet(written))
    .execute();
}

/** Records which rule routed a notice; null: a person chose its queue and priority. */
export async function setRoutedBy(
  trx: Connection,
  { noticeId, rule }: { noticeId: string; rule: string | null },
): Promise<void> {
  await trx.updateTable('notice').set({ routed_by: rule }).where('id', '=', noticeId).execute();
}
