import { sessionStore } from '../http/session.js';

/** Signs out and always ends at the sign-in screen, by way of the OpenID issuer if that ends its own session. */
export async function signOut(): Promise<void> {
  const headers = { 'x-csrf-token': sessionStore.get().session?.csrf ?? '' };
  // Does not use `call`, which would ask for a new sign-in if the session has already expired.
  const answer = await fetch('/auth/sign-out', { method: 'POST', headers }).catch(() => null);
  sessionStore.set({ session: null, expired: false });
  window.location.assign(answer?.headers.get('location') ?? '/sign-in');
}
