import { sql } from 'kysely';
import type { EventAction } from '../../domain/event.js';
import type { Connection } from '../db.js';

/** The log has no index by person; a new person's acts are among the last entries. */
const LAST_ENTRIES = 50_000;

/** Returns which of these acts a person has done of late. */
export async function listOwnActs(
  db: Connection,
  { personId, acts }: { personId: string; acts: readonly EventAction[] },
): Promise<Set<string>> {
  const { rows } = await sql<{ action: string }>`
    select distinct action from audit_entry
    where seq > (select coalesce(max(seq), 0) - ${sql.lit(LAST_ENTRIES)} from audit_entry)
      and actor_kind = 'person' and actor_id = ${personId} and action = any (${[...acts]}::text[])`.execute(db);
  return new Set(rows.map(({ action }) => action));
}
