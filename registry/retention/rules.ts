import { sql } from 'kysely';
import { DEFAULT_RETENTION } from '../../config/retention.js';
import { RETENTION_TABLE } from '../../domain/notices/retention.js';
import { RETENTION_KINDS, type RetentionRules } from '../../domain/notices/retention-kinds.js';
import { SYSTEM } from '../../domain/people/actor.js';
import type { Connection, Db } from '../db.js';
import { appendAudit } from '../notices/audit.js';

/** Returns the retention period of each kind: the stored one, else the default. */
export async function findRetentionRules(db: Connection): Promise<RetentionRules> {
  const rows = await db.selectFrom('retention_rule').select(['kind', 'period']).execute();
  return { ...DEFAULT_RETENTION, ...Object.fromEntries(rows.map(({ kind, period }) => [kind, period])) };
}

/** Stores the retention periods and logs changed ones. Only the registry owner's login can write them. */
export async function writeRetentionRules(db: Db, { rules, at }: { rules: RetentionRules; at: Date }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const before = await findRetentionRules(trx);
    await trx
      .insertInto('retention_rule')
      .values(
        RETENTION_KINDS.map((kind) => ({
          kind,
          period: rules[kind],
          entries: [...RETENTION_TABLE[kind].entries],
        })),
      )
      .onConflict((conflict) =>
        conflict
          .column('kind')
          .doUpdateSet({ period: sql.ref('excluded.period'), entries: sql.ref('excluded.entries') }),
      )
      .execute();
    const changed = RETENTION_KINDS.filter((kind) => before[kind] !== rules[kind]);
    if (changed.length === 0) return;
    const detail = { changed: changed.map((kind) => ({ kind, before: before[kind], after: rules[kind] })) };
    await appendAudit(trx, [{ at, noticeId: null, actor: SYSTEM, action: 'retention_set', detail }]);
  });
}
