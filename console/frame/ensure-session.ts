import { redirect } from '@tanstack/react-router';
import { readSession, sessionStore } from '../http/session.js';

export async function ensureSession({ location }: { location: { href: string } }): Promise<void> {
  if (sessionStore.get().session !== null) return;
  const session = await readSession();
  // A person who requested no particular screen lands on the one of their role.
  if (session === null)
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  sessionStore.set({ session, expired: false });
}
