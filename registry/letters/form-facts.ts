import { sql } from 'kysely';
import type { Connection } from '../db.js';
import type { FormEffect } from '../../domain/letters/form.js';
import { BY_COUNTRY_DECISIONS } from '../../domain/targets/decision-action.js';
import { wordList } from '../word-list.js';

interface LedgerFacts {
  issuedAt: Date | null;
  effectAt: Date | null;
  effects: FormEffect[];
}

/** Reads what a prescribed form states from the ledger. `ahead`: as if every draft and approved decision were done. */
export async function findFormFacts(
  db: Connection,
  { noticeId, countries, ahead }: { noticeId: string; countries: readonly string[]; ahead: boolean },
): Promise<LedgerFacts> {
  const statuses = ahead ? ['applied', 'drafted', 'submitted', 'approved'] : ['applied'];
  const { rows } = await sql<{ issued_at: Date | null; effect_at: Date | null } & Record<FormEffect, boolean>>`
    with done as (
      select action, countries from target where notice_id = ${noticeId}::uuid and status in ${wordList(statuses)})
    select notice.issued_at,
      (select max(at) from operation where notice_id = notice.id and status in ('applied', 'already') and not superseded)
        as effect_at,
      exists (select 1 from done where action in ('remove_law', 'remove_rules')) as removed,
      coalesce((select bool_and(countries @> ${[...countries]}::text[]) from done
        where action in ${wordList(BY_COUNTRY_DECISIONS)}), false) as disabled_everywhere,
      exists (select 1 from done where action = 'preserve') as preserved
    from notice where id = ${noticeId}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined) return { issuedAt: null, effectAt: null, effects: [] };
  const effects = (['removed', 'disabled_everywhere', 'preserved'] as const).filter((effect) => row[effect]);
  return { issuedAt: row.issued_at, effectAt: row.effect_at, effects };
}
