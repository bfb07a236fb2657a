import { createStore } from '../state/store.js';
import type { Role } from '../../domain/people/permission.js';

/** The signed-in person as the desk knows them now. */
export interface Session {
  person: { id: string; name: string; email: string };
  roles: Role[];
  csrf: string;
  startedAt: string;
  idleMinutes: number;
  endsAt: string;
  massTargets: number;
  /** Whether yeses and administration ask for a passkey. */
  stepUp: boolean;
  /** Where passkeys are registered and used; null: there are none here. */
  passkeysAt: string | null;
}

/** `expired`: somebody was signed in and is no more; what they were doing waits for them. */
export interface SessionState {
  session: Session | null;
  expired: boolean;
}

export const sessionStore = createStore<SessionState>({ session: null, expired: false });

/** Resolves when the person has signed in again in another window. */
export function signedInAgain(): Promise<void> {
  return new Promise((resolve) => {
    const stop = sessionStore.subscribe(() => {
      if (sessionStore.get().expired) return;
      stop();
      resolve();
    });
  });
}
