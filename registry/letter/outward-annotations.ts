import { sql } from 'kysely';
import { findStaffTrace } from '../../domain/letter/staff-trace.js';
import type { Connection } from '../db.js';
import { listStaff } from '../people/people.js';

/** What people of the desk have written for the authority beside its notice. */
export interface OutwardAnnotation {
  at: Date;
  text: string;
}

/** The outward annotations of a notice, oldest first. Leaves out those that name staff, whoever wrote them into the log. */
export async function listOutwardAnnotations(
  db: Connection,
  { noticeId, afterLastLetter = false }: { noticeId: string; afterLastLetter?: boolean },
): Promise<OutwardAnnotation[]> {
  // A letter sent again has the text of the first: it quotes nothing new.
  const since = sql`(select max(created_at) from letter where notice_id = ${noticeId}::uuid and state <> 'failed' and resends is null)`;
  const { rows } = await sql<OutwardAnnotation>`
    select at, detail ->> 'text' as text from audit_entry
    where notice_id = ${noticeId}::uuid and action = 'annotate' and detail ->> 'audience' = 'outward'
      and (${!afterLastLetter} or at > coalesce(${since}, '-infinity'))
    order by seq`.execute(db);
  if (rows.length === 0) return [];
  const staff = await listStaff(db);
  return rows.filter(({ text }) => findStaffTrace(text, staff) === null);
}
