import { sql, type Selectable } from 'kysely';
import type { Secrecy } from '../../domain/notices/secrecy.js';
import { ask, question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import type { ReclassificationTable } from './tables.js';

/** A pending request for less secrecy or other named people; it needs another cleared person. */
export interface Reclassification {
  id: string;
  secrecy: Secrecy;
  reason: string;
  requestedBy: string;
  requestedByName: string;
  requestedAt: Date;
  expiresAt: Date;
}

export function findReclassification(db: Connection, noticeId: string): Promise<Reclassification | undefined> {
  return ask(db, queryReclassification(noticeId));
}

export function queryReclassification(noticeId: string): Question<Reclassification | undefined> {
  const select = tables
    .selectFrom('reclassification')
    .innerJoin('person', 'person.id', 'reclassification.requested_by')
    .select([
      'reclassification.id',
      'level',
      'people',
      'until',
      'reason',
      'requested_by',
      'person.name',
      'requested_at',
      'expires_at',
    ])
    .where('notice_id', '=', noticeId)
    .where('state', '=', 'pending')
    .where('expires_at', '>', sql<Date>`now()`);
  const instants = { until: true, requested_at: true, expires_at: true } as const;
  return question({ select, instants, read: ([row]) => (row === undefined ? undefined : toReclassification(row)) });
}

function toReclassification(
  row: Pick<Selectable<ReclassificationTable>, 'id' | 'level' | 'people' | 'until' | 'reason'> &
    Pick<Selectable<ReclassificationTable>, 'requested_by' | 'requested_at' | 'expires_at'> & { name: string },
): Reclassification {
  const { id, level, people, until, reason } = row;
  const request = {
    requestedBy: row.requested_by,
    requestedByName: row.name,
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
  };
  return { id, secrecy: { level, people, untilMs: until?.getTime() ?? null }, reason, ...request };
}

/**
 * Stores a request. The caller must hold the notice lock and end a pending request first: a notice can have only one.
 */
export async function insertReclassification(
  trx: Connection,
  request: Omit<Reclassification, 'requestedByName'> & { noticeId: string },
): Promise<void> {
  const { noticeId, id, secrecy, reason, requestedBy, requestedAt, expiresAt } = request;
  await trx
    .insertInto('reclassification')
    .values({
      id,
      notice_id: noticeId,
      level: secrecy.level,
      people: [...secrecy.people],
      until: secrecy.untilMs === null ? null : new Date(secrecy.untilMs),
      reason,
      requested_by: requestedBy,
      requested_at: requestedAt,
      expires_at: expiresAt,
    })
    .execute();
}

export async function endReclassification(
  trx: Connection,
  { noticeId, state, by, at }: { noticeId: string; state: 'agreed' | 'dropped'; by: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('reclassification')
    .set({ state, decided_by: by, decided_at: at })
    .where('notice_id', '=', noticeId)
    .where('state', '=', 'pending')
    .execute();
}

export async function setSecrecy(
  trx: Connection,
  { noticeId, secrecy: { level, people, untilMs } }: { noticeId: string; secrecy: Secrecy },
): Promise<void> {
  await trx
    .updateTable('notice')
    .set({
      secrecy_level: level,
      secrecy_people: [...people],
      secrecy_until: untilMs === null ? null : new Date(untilMs),
    })
    .where('id', '=', noticeId)
    .execute();
}

/** Gives a person access to a notice until an instant, without adding them to the named people. */
export async function grantBreakGlass(
  trx: Connection,
  { noticeId, person, until }: { noticeId: string; person: string; until: Date },
): Promise<void> {
  await sql`
    update notice set break_glass_access = break_glass_access || jsonb_build_object(${person}::text, ${until.toISOString()}::text)
    where id = ${noticeId}::uuid`.execute(trx);
}

/** Clears expired break-glass access and returns the notices on which none is left. */
export async function endBreakGlass(trx: Connection): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update notice set break_glass_access = '{}'
    where break_glass_access <> '{}' and not exists (
      select from jsonb_each_text(break_glass_access) one where one.value::timestamptz > now())
    returning id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Groups the ids of open secret notices by level and named people, to find notices that no one can work on. */
export async function listOpenSecrets(db: Connection): Promise<{ secrecy: Secrecy; notices: string[] }[]> {
  const { rows } = await sql<{ level: Secrecy['level']; people: string[]; notices: string[] }>`
    select secrecy_level as level, secrecy_people as people, array_agg(id::text) as notices from notice
    where secrecy_level in ('restricted', 'gagged') and (secrecy_until is null or secrecy_until > now()) and stage <> 'closed'
    group by secrecy_level, secrecy_people`.execute(db);
  return rows.map(({ level, people, notices }) => ({ secrecy: { level, people, untilMs: null }, notices }));
}

export async function listBelowFloor(
  db: Connection,
  law: { id: string; version: string; floor: Exclude<Secrecy['level'], 'open'>; limit: number },
): Promise<string[]> {
  const { id, version, floor, limit } = law;
  const less = floor === 'gagged' ? ['open', 'restricted'] : ['open'];
  const { rows } = await sql<{ id: string }>`
    select id from notice
    where regime_id = ${id} and regime_version = ${version} and stage <> 'closed'
      and (secrecy_level = any (${less}::text[]) or secrecy_until is not null)
    order by id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}
