import type { Caller } from '../../application/caller.js';
import { isAccessOver } from '../../application/people/authenticate.js';
import type { ApiContext } from '../context.js';

/** What ends a caller's access ends their streams within two seconds (docs/working/admin.md). */
export const CALLER_CHECK_MS = 1_500;

/** Calls back when the caller's credentials no longer hold. Returns the function that stops checking. */
export function onCallerEnd(context: ApiContext, caller: Caller, ended: () => void): () => void {
  const timer = setInterval(() => {
    isAccessOver(context, caller)
      .then((over) => (over ? ended() : undefined))
      // If the database does not answer, the next interval checks again.
      .catch(() => undefined);
  }, CALLER_CHECK_MS).unref();
  return () => clearInterval(timer);
}
