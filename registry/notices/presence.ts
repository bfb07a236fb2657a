import { sql, type InferResult } from 'kysely';
import type { Connection } from '../db.js';
import { canRead } from './secrecy.js';
import type { Reader } from '../reading.js';
import type { PresenceTable } from './tables.js';

export type PresenceRow = InferResult<ReturnType<typeof present>>[number];

const EXPIRES_AFTER_SECONDS = 45;

const isThere = (now: Date) =>
  sql<boolean>`presence.seen_at > ${now}::timestamptz - make_interval(secs => ${sql.lit(EXPIRES_AFTER_SECONDS)})`;

/**
 * Records a person's presence on a notice and removes expired rows; `comes` is true on arrival, false on a heartbeat.
 */
export async function notePresence(
  db: Connection,
  { noticeId, personId, doing, at, now }: Arrival,
): Promise<{ comes: boolean }> {
  await sql`delete from presence where not ${isThere(now)}`.execute(db);
  const { rows } = await sql<{ comes: boolean }>`
    insert into presence (notice_id, person_id, doing, target_no, since, seen_at)
    values (${noticeId}::uuid, ${personId}::uuid, ${doing}, ${at}, ${now}, ${now})
    on conflict (notice_id, person_id) do update
      set doing = excluded.doing, target_no = excluded.target_no, seen_at = excluded.seen_at
    returning since = seen_at as comes`.execute(db);
  return { comes: rows[0]?.comes ?? true };
}

interface Arrival {
  noticeId: string;
  personId: string;
  doing: PresenceTable['doing'];
  at: number | null;
  now: Date;
}

export async function endPresence(
  db: Connection,
  { noticeId, personId }: { noticeId: string; personId: string },
): Promise<void> {
  await db.deleteFrom('presence').where('notice_id', '=', noticeId).where('person_id', '=', personId).execute();
}

export async function listOthersOn(
  db: Connection,
  { noticeId, personId, now }: { noticeId: string; personId: string; now: Date },
): Promise<PresenceRow[]> {
  return present(db, now)
    .where('notice_id', '=', noticeId)
    .where('person_id', '<>', personId)
    .orderBy('name')
    .execute();
}

interface PresenceScope {
  reader: Reader;
  now: Date;
}

export async function listPresence(
  db: Connection,
  question: PresenceScope & { after: { noticeId: string; personId: string } | null; limit: number },
): Promise<PresenceRow[]> {
  const { reader, now, after, limit } = question;
  let query = present(db, now).where(canRead(reader));
  if (after !== null)
    query = query.where(sql<boolean>`(notice_id, person_id) > (${after.noticeId}::uuid, ${after.personId}::uuid)`);
  return query.orderBy('notice_id').orderBy('person_id').limit(limit).execute();
}

export async function countPresence(db: Connection, { reader, now }: PresenceScope): Promise<number> {
  const rows = await present(db, now)
    .where(canRead(reader))
    .clearSelect()
    .select(sql<number>`count(*)`.as('total'))
    .executeTakeFirstOrThrow();
  return rows.total;
}

function present(db: Connection, now: Date) {
  return db
    .selectFrom('presence')
    .innerJoin('person', 'person.id', 'presence.person_id')
    .innerJoin('notice', 'notice.id', 'presence.notice_id')
    .select([
      'presence.notice_id',
      'presence.person_id',
      'person.name',
      'presence.doing',
      'presence.target_no',
      'presence.since',
    ])
    .where('person.active', '=', true)
    .where(isThere(now));
}
