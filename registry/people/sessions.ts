import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '../../domain/people/permission.js';
import type { LiveSince } from '../../domain/people/session.js';
import type { Connection } from '../db.js';
import { sealText, unsealText } from '../notices/sealed.js';

export interface SessionHolder {
  session: { id: string; startedAt: Date; lastSeenAt: Date };
  person: { id: string; name: string; email: string };
  roles: Role[];
}

const DAY_MS = 86_400_000;
const KEPT_MS = 90 * DAY_MS;
const TOKEN_GRAMMAR = /^[A-Za-z0-9_-]{43}$/;

function sha256(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Begins a session and returns its cookie token: 256 random bits, so its plain SHA-256 is safe at rest. */
export async function insertSession(
  trx: Connection,
  input: { id: string; person: string; userAgent: string; idToken: string | undefined; at: Date },
): Promise<string> {
  const { id, person, userAgent, idToken, at } = input;
  const token = randomBytes(32).toString('base64url');
  await trx
    .deleteFrom('session')
    .where('started_at', '<', new Date(at.getTime() - KEPT_MS))
    .execute();
  await trx
    .insertInto('session')
    .values({
      id,
      token_sha256: sha256(token),
      person_id: person,
      started_at: at,
      last_seen_at: at,
      user_agent: userAgent,
      id_token_sealed: idToken === undefined ? null : sealText(idToken, token),
    })
    .execute();
  return token;
}

/**
 * Returns the session of a cookie or id with its person's current data; undefined if it was revoked or the person is
 * inactive. Does not check idle or age limits.
 */
export async function findSession(
  db: Connection,
  key: { token: string } | { id: string },
): Promise<SessionHolder | undefined> {
  if ('token' in key && !TOKEN_GRAMMAR.test(key.token)) return undefined;
  const query = db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select([
      'session.id as session_id',
      'session.started_at',
      'session.last_seen_at',
      'person.id',
      'person.name',
      'person.email',
      'person.roles',
    ])
    .where('session.revoked_at', 'is', null)
    .where('person.active', '=', true);
  const row = await ('token' in key
    ? query.where('token_sha256', '=', sha256(key.token))
    : query.where('session.id', '=', key.id)
  ).executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    session: { id: row.session_id, startedAt: row.started_at, lastSeenAt: row.last_seen_at },
    person: { id: row.id, name: row.name, email: row.email },
    roles: row.roles,
  };
}

/**
 * Returns the ID token the session began with; undefined if none was kept. It is sealed with the cookie token, so only
 * the holder of the cookie can read it.
 */
export async function findIdToken(db: Connection, token: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('session')
    .select('id_token_sealed')
    .where('token_sha256', '=', sha256(token))
    .executeTakeFirst();
  return row?.id_token_sealed == null ? undefined : unsealText(row.id_token_sealed, token);
}

export async function touchSession(db: Connection, { id, at }: { id: string; at: Date }): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: at })
    .where('id', '=', id)
    .where('last_seen_at', '<', at)
    .execute();
}

export async function listSessions(
  db: Connection,
  { person, live, afterId, limit }: { person: string; live: LiveSince; afterId: string | null; limit: number },
) {
  let query = liveSessions(db, { person, live });
  // Ids sort by time.
  if (afterId !== null) query = query.where('session.id', '<', afterId);
  return query
    .select([
      'session.id',
      'session.person_id',
      'person.name as person_name',
      'session.started_at',
      'session.last_seen_at',
      'session.user_agent',
    ])
    .orderBy('session.id', 'desc')
    .limit(limit)
    .execute();
}

export async function countSessions(db: Connection, question: { person: string; live: LiveSince }): Promise<number> {
  const row = await liveSessions(db, question).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return row.total;
}

function liveSessions(db: Connection, { person, live }: { person: string; live: LiveSince }) {
  return db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .where('session.person_id', '=', person)
    .where('session.revoked_at', 'is', null)
    .where('session.started_at', '>', live.startedAfter)
    .where('session.last_seen_at', '>', live.seenAfter)
    .where('person.active', '=', true);
}

export async function findSessionOwner(db: Connection, id: string): Promise<string | undefined> {
  return (await db.selectFrom('session').select('person_id').where('id', '=', id).executeTakeFirst())?.person_id;
}

/** Revokes sessions that are not ended yet, one by id or all of a person, and returns their ids. */
export async function revokeSessions(
  trx: Connection,
  { at, ...which }: { at: Date } & ({ id: string } | { person: string }),
): Promise<string[]> {
  const query = trx
    .updateTable('session')
    .set({ revoked_at: at, id_token_sealed: null })
    .where('revoked_at', 'is', null);
  const rows = await ('id' in which ? query.where('id', '=', which.id) : query.where('person_id', '=', which.person))
    .returning('id')
    .execute();
  const ids = rows.map(({ id }) => id);
  // A session is ended when a laptop is lost: it must show no more notifications.
  if (ids.length > 0) await trx.deleteFrom('push_device').where('session_id', 'in', ids).execute();
  return ids;
}
