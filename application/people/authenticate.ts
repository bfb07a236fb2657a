import { isKeyUseWorthWriting } from '../../domain/people/key-life.js';
import type { Role } from '../../domain/people/permission.js';
import { isSessionLive, isUseWorthWriting, type SessionLimits } from '../../domain/people/session.js';
import { findKeyHolder, findKeyRoles, touchKey } from '../../registry/people/people.js';
import { findSession, touchSession } from '../../registry/people/sessions.js';
import type { Caller } from '../caller.js';
import type { Services } from '../services.js';

type Sources = Pick<Services, 'db' | 'now'> & { sessionLimits: SessionLimits };

export async function findKeyCaller({ db, now }: Pick<Services, 'db' | 'now'>, text: string): Promise<Caller | null> {
  const holder = await findKeyHolder(db, text);
  if (holder === undefined) return null;
  const { lastUsedAt, ...who } = holder;
  const at = now();
  if (isKeyUseWorthWriting(lastUsedAt, at)) await touchKey(db, { id: who.key.id, at });
  return { ...who, session: null };
}

export async function findSignedIn(
  { db, now, sessionLimits }: Sources,
  { token, isUse }: { token: string; isUse: boolean },
): Promise<Caller | null> {
  const found = await findSession(db, { token });
  const at = now();
  if (found === undefined || !isSessionLive(found.session, sessionLimits, at)) return null;
  const { session, person, roles } = found;
  if (isUse && isUseWorthWriting(session.lastSeenAt, at)) await touchSession(db, { id: session.id, at });
  return {
    person: { id: person.id, name: person.name },
    roles,
    key: null,
    session: { id: session.id, startedAt: session.startedAt, email: person.email },
  };
}

/** Whether a caller's credentials no longer hold: session ended, key revoked or expired, person deactivated, or roles changed. */
export async function isAccessOver(sources: Sources, caller: Caller): Promise<boolean> {
  const roles = await findRoles(sources, caller);
  // Other roles see other things, so the client has to reconnect.
  return roles === undefined || roles.toSorted().join() !== caller.roles.toSorted().join();
}

async function findRoles(
  { db, now, sessionLimits }: Sources,
  { key, session }: Caller,
): Promise<readonly Role[] | undefined> {
  if (key !== null) return findKeyRoles(db, key.id);
  if (session === null) return undefined;
  const found = await findSession(db, { id: session.id });
  return found !== undefined && isSessionLive(found.session, sessionLimits, now()) ? found.roles : undefined;
}
