import { isSessionLive } from '../../domain/people/session.js';
import { findSession } from '../../registry/people/sessions.js';
import type { ApiContext } from '../context.js';
import type { Caller } from '../../client/caller.js';

const LOOK_EVERY_MS = 2_000;

/** Tells when a caller's session has ended; answers how to stop asking. A key's holder has none to end. */
export function onSessionEnd(context: ApiContext, { session }: Caller, ended: () => void): () => void {
  if (session === null) return () => undefined;
  const timer = setInterval(() => {
    isOver(context, session.id)
      .then((over) => (over ? ended() : undefined))
      // A registry that does not answer now is asked again.
      .catch(() => undefined);
  }, LOOK_EVERY_MS).unref();
  return () => clearInterval(timer);
}

async function isOver({ db, now, sessionLimits }: ApiContext, id: string): Promise<boolean> {
  const found = await findSession(db, { id });
  return found === undefined || !isSessionLive(found.session, sessionLimits, now());
}
