import { sql, type RawBuilder } from 'kysely';
import type { ApiHarness } from './api-harness.js';

export const accountsNamed = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, no) => ({ type: 'account', locator: `@${prefix}${no}` }));

/**
 * Backdates a notice, as if that many minutes had passed until it was acknowledged, and until a decision was enforced.
 */
export async function hasPassed(
  { db, people }: ApiHarness,
  id: string,
  { acknowledged, effective, action }: { acknowledged?: number; effective?: number; action?: string },
): Promise<void> {
  const after = (minutes: number): RawBuilder<Date> =>
    sql`(select received_at from notice where id = ${id}::uuid) + ${minutes} * interval '1 minute'`;
  if (acknowledged !== undefined)
    await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, sent_at)
      values (${id}::uuid, 1, ${id}, 'acknowledgement', 'en', 'S', 'T', 'sent', ${after(acknowledged)})`.execute(db);
  if (effective !== undefined)
    await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, finished_at)
      values (${id}::uuid, 1, 'decision', 'approved', 'sha256:0', ${people.reviewer.id}::uuid, '{}',
        ${JSON.stringify(action === undefined ? {} : { [action]: 1 })}, 1, 1, ${id}::uuid, ${after(effective)})`.execute(
      db,
    );
}
