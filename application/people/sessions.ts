import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { liveSince, type SessionLimits } from '../../domain/people/session.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Connection } from '../../registry/db.js';
import { countSessions, findSessionOwner, listSessions, revokeSessions } from '../../registry/people/sessions.js';
import type { Actor } from '../../domain/people/actor.js';
import { isUuid } from '../../domain/uuid.js';
import type { Acting } from '../acting.js';
import { toActor, type Caller } from '../caller.js';
import { answerPage, readCursor } from '../paging.js';
import type { Services } from '../services.js';
import { notPermitted, Refusal } from '../refusal.js';
import { needPerson } from './find-person.js';
import { isOwnOrManaged } from './own-roles.js';

export async function pageSessions(
  { db, now, sessionLimits }: Pick<Services, 'db' | 'now'> & { sessionLimits: SessionLimits },
  caller: Caller,
  { cursor, person = caller.person.id, ...paging }: PageQuery & { person?: string | undefined },
) {
  if (!isOwnOrManaged(caller, person)) throw notPermitted('people.manage');
  const [afterId = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const live = liveSince(sessionLimits, now());
  return answerPage(paging, {
    rows: (limit) => listSessions(db, { person, live, afterId, limit }),
    total: () => countSessions(db, { person, live }),
    view: (row) => ({
      id: row.id,
      person: row.person_id,
      personName: row.person_name,
      startedAt: row.started_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      userAgent: row.user_agent,
      current: row.id === caller.session?.id,
    }),
    key: ({ id }) => [id],
  });
}

/** Ends one's own session, or for an admin anyone's. Whether another person is signed in is private to them. */
export async function endSession({ trx, services, caller }: Acting, { id }: { id: string }): Promise<void> {
  const person = isUuid(id) ? await findSessionOwner(trx, id) : undefined;
  if (person === undefined || !isOwnOrManaged(caller, person))
    throw new Refusal('missing', 'There is no such session. GET /v1/sessions lists yours.');
  await endSessions(trx, { actor: toActor(caller), person, id, at: services.now() });
}

/** Signs a person out everywhere: oneself, or for an admin anyone. */
export async function signOutEverywhere({ trx, services, caller }: Acting, { id }: { id: string }): Promise<void> {
  if (!isOwnOrManaged(caller, id)) throw notPermitted('people.manage');
  const person = await needPerson(trx, id);
  await endSessions(trx, { actor: toActor(caller), person: person.id, at: services.now() });
}

/** Ends one session or all sessions of a person, with an audit entry for each that was open. */
export async function endSessions(
  trx: Connection,
  { actor, person, id, at }: { actor: Actor; person: string; id?: string; at: Date },
): Promise<void> {
  const ended = await revokeSessions(trx, { at, ...(id === undefined ? { person } : { id }) });
  await appendAudit(
    trx,
    ended.map((session) => ({ at, noticeId: null, actor, action: 'session_revoked', detail: { session, person } })),
  );
}
