import { sql } from 'kysely';
import { DEFAULT_RETENTION, type RetentionSetting } from '../../config/retention.js';
import { writeRetentionRules } from '../../registry/retention/rules.js';
import type { Db } from '../../registry/db.js';

/** Retention of one day after closing, for every kind of data. */
export const A_DAY: RetentionSetting = {
  documents: 'P1D',
  letters: 'P1D',
  targets: 'P1D',
  texts: 'P1D',
  answers: 'P1D',
  payload_key: 'P1D',
  mails: 'P1D',
  sign_ins: 'P1D',
  people: 'P1D',
};

/** Writes retention periods as the registry's migration step does; `db`: the superuser's connection. */
export async function keepFor(db: Db, setting: Partial<RetentionSetting>): Promise<void> {
  await writeRetentionRules(db, { rules: { ...DEFAULT_RETENTION, ...setting }, at: new Date() });
}

/** Moves an instant into the past, bypassing the triggers that set it, which only the superuser can. */
export async function backdate(
  db: Db,
  { table, column, id, days }: { table: string; column: string; id: string; days: number },
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`set local session_replication_role = replica`.execute(trx);
    await sql`update ${sql.table(table)} set ${sql.ref(column)} = now() - make_interval(days => ${days}) where id = ${id}::uuid`.execute(
      trx,
    );
  });
}

export async function closeBy(db: Db, { id, days }: { id: string; days: number }): Promise<void> {
  await sql`update notice set stage = 'closed' where id = ${id}::uuid`.execute(db);
  await sql`update clock set state = 'cancelled' where notice_id = ${id}::uuid and state in ('running', 'paused')`.execute(
    db,
  );
  await sql`update alert set resolved_at = now() where notice_id = ${id}::uuid and resolved_at is null`.execute(db);
  await sql`update outbox set done_at = now() where notice_id = ${id}::uuid and done_at is null`.execute(db);
  await sql`update command set state = 'refused' where notice_id = ${id}::uuid and state = 'attempted'`.execute(db);
  await sql`update restriction_support set since = now() - interval '500 days', released_at = now() - interval '400 days'
    where notice_id = ${id}::uuid`.execute(db);
  await backdate(db, { table: 'notice', column: 'closed_at', id, days });
}

/** Returns the tables that contain some text, as text or as bytes. */
export async function tablesWith(db: Db, text: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(db);
  const hex = Buffer.from(text).toString('hex');
  const found: string[] = [];
  for (const { name } of rows) {
    const { rows: hits } = await sql<{ hit: boolean }>`
      select exists (select from ${sql.table(name)} as one where one::text ilike ${`%${text}%`} or one::text like ${`%${hex}%`}) as hit`.execute(
      db,
    );
    if (hits[0]?.hit ?? false) found.push(name);
  }
  return found;
}
