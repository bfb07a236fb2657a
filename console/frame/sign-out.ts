import { sessionStore } from '../http/session.js';

/** Whatever comes of it, the person is at the door: by way of the issuer where that ends its own session. */
export async function signOut(): Promise<void> {
  const headers = { 'x-csrf-token': sessionStore.get().session?.csrf ?? '' };
  // Not by `call`: a session that has ended already asks nobody to sign in again.
  const answer = await fetch('/auth/sign-out', { method: 'POST', headers }).catch(() => null);
  sessionStore.set({ session: null, expired: false });
  window.location.assign(answer?.headers.get('location') ?? '/sign-in');
}
