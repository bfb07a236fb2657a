import { sql } from 'kysely';
import { findStaffTrace } from '../../domain/letters/staff-trace.js';
import type { Connection } from '../db.js';
import { listStaff } from '../people/people.js';

export interface OutwardAnnotation {
  at: Date;
  text: string;
}

/** The outward annotations of a notice, oldest first, without those that name staff. */
export async function listOutwardAnnotations(
  db: Connection,
  { noticeId, afterLastLetter = false }: { noticeId: string; afterLastLetter?: boolean },
): Promise<OutwardAnnotation[]> {
  // A resent letter repeats the text of the first and quotes nothing new, so it does not count here.
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
