import type { FastifyRequest } from 'fastify';
import { isKeyUseWorthWriting } from '../../domain/people/key-life.js';
import { isSessionLive, isUseWorthWriting } from '../../domain/people/session.js';
import { findKeyHolder, touchKey } from '../../registry/people/people.js';
import { findSession, touchSession } from '../../registry/people/sessions.js';
import type { ApiContext } from '../context.js';
import { sessionCookie } from './cookies.js';
import type { Caller } from '../../application/caller.js';

/** Returns the caller by key, else by session, else null. A wrong key is null, even with a valid session. */
export async function findCaller(context: ApiContext, request: FastifyRequest): Promise<Caller | null> {
  const bearer = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) {
    return findKeyCaller(context, bearer);
  }
  const token = request.cookies[sessionCookie(context.publicUrl)];
  return token === undefined ? null : findSignedIn(context, { token, isUse: isUse(request) });
}

async function findKeyCaller({ db, now }: ApiContext, text: string): Promise<Caller | null> {
  const holder = await findKeyHolder(db, text);
  if (holder === undefined) return null;
  const { lastUsedAt, ...who } = holder;
  const at = now();
  if (isKeyUseWorthWriting(lastUsedAt, at)) await touchKey(db, { id: who.key.id, at });
  return { ...who, session: null };
}

async function findSignedIn(
  { db, now, sessionLimits }: ApiContext,
  { token, isUse: used }: { token: string; isUse: boolean },
): Promise<Caller | null> {
  const found = await findSession(db, { token });
  const at = now();
  if (found === undefined || !isSessionLive(found.session, sessionLimits, at)) return null;
  const { session, person, roles } = found;
  if (used && isUseWorthWriting(session.lastSeenAt, at)) await touchSession(db, { id: session.id, at });
  return {
    person: { id: person.id, name: person.name },
    roles,
    key: null,
    session: { id: session.id, startedAt: session.startedAt, email: person.email },
  };
}

function isUse({ headers }: FastifyRequest): boolean {
  return headers['x-background'] !== '1' && headers.accept?.includes('text/event-stream') !== true;
}
