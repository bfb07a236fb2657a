import { createStore } from '../state/store.js';
import type { Role } from '../../domain/people/permission.js';
import { readAnswer } from './answer.js';

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

/** Returns the session, or null if there is none. Asks the public endpoint first, so that a visitor causes no 401. */
export async function readSession(): Promise<Session | null> {
  const info = await fetch('/auth/info', { headers: { accept: 'application/json' } });
  if (info.ok && !(await readAnswer<{ signedIn: boolean }>(info)).signedIn) return null;
  const response = await fetch('/v1/session', { headers: { accept: 'application/json' } });
  return response.ok ? readAnswer<Session>(response) : null;
}
