import { isSessionLive } from '../../domain/people/session.js';
import type { Role } from '../../domain/people/permission.js';
import { findKeyRoles } from '../../registry/people/people.js';
import { findSession } from '../../registry/people/sessions.js';
import type { ApiContext } from '../context.js';
import type { Caller } from '../../application/caller.js';

/** What ends a caller's access ends their streams within two seconds (docs/working/admin.md). */
export const CALLER_CHECK_MS = 1_500;

/**
 * Calls back when the caller's credentials no longer hold: session ended, key revoked or expired, person deactivated,
 * or roles changed. Returns the function that stops checking.
 */
export function onCallerEnd(context: ApiContext, caller: Caller, ended: () => void): () => void {
  const timer = setInterval(() => {
    isOver(context, caller)
      .then((over) => (over ? ended() : undefined))
      // If the database does not answer, the next interval checks again.
      .catch(() => undefined);
  }, CALLER_CHECK_MS).unref();
  return () => clearInterval(timer);
}

async function isOver(context: ApiContext, caller: Caller): Promise<boolean> {
  const roles = await findRoles(context, caller);
  // Other roles see other things, so the client has to reconnect.
  return roles === undefined || roles.toSorted().join() !== caller.roles.toSorted().join();
}

async function findRoles(
  { db, now, sessionLimits }: ApiContext,
  { key, session }: Caller,
): Promise<readonly Role[] | undefined> {
  if (key !== null) return findKeyRoles(db, key.id);
  if (session === null) return undefined;
  const found = await findSession(db, { id: session.id });
  return found !== undefined && isSessionLive(found.session, sessionLimits, now()) ? found.roles : undefined;
}
