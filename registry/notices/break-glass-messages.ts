import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { isPerson } from '../people/people.js';
import { canRead } from './secrecy.js';

export interface BreakGlassMessage {
  key: string;
  notice_id: string;
  person_id: string;
  knows: boolean;
  attempts: number;
  until_at: Date;
}

/**
 * Queues mails about break-glass access to a notice, in the transaction of the access: to everyone with access,
 * including auditors, and to other counsel. One mail per person and access (`at`).
 */
export async function insertBreakGlassMessages(
  trx: Connection,
  { noticeId, by, at, until }: { noticeId: string; by: string; at: Date; until: Date },
): Promise<void> {
  const knows = canRead({ id: sql.ref('person.id'), roles: sql.ref('person.roles') });
  await sql`
    insert into break_glass_message (key, notice_id, person_id, knows, until_at)
    select 'glass:' || notice.id || ':' || ${at.getTime()}::bigint || ':' || person.id, notice.id, person.id, ${knows},
      ${until}::timestamptz
    from notice, person
    where notice.id = ${noticeId}::uuid and person.active and ${isPerson} and person.id <> ${by}::uuid
      and (${knows} or 'counsel' = any (person.roles))`.execute(trx);
}

export async function findPersonMail(db: Connection, personId: string): Promise<{ name: string; email: string }> {
  return db.selectFrom('person').select(['name', 'email']).where('id', '=', personId).executeTakeFirstOrThrow();
}
