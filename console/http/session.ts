import { createStore } from '../state/store.js';
import type { Role } from '../../domain/people/permission.js';

export interface Session {
  person: { id: string; name: string; email: string };
  roles: Role[];
  csrf: string;
  startedAt: string;
  idleMinutes: number;
  endsAt: string;
  massTargets: number;
  /** Whether approvals and administration require a passkey. */
  stepUp: boolean;
  /** Origin for which passkeys are registered; null if passkeys are not available. */
  passkeysAt: string | null;
}

/** `expired`: the session ended while somebody was signed in; their requests wait for a new sign-in. */
export interface SessionState {
  session: Session | null;
  expired: boolean;
}

export const sessionStore = createStore<SessionState>({ session: null, expired: false });

export function signedInAgain(): Promise<void> {
  return new Promise((resolve) => {
    const stop = sessionStore.subscribe(() => {
      if (sessionStore.get().expired) return;
      stop();
      resolve();
    });
  });
}
