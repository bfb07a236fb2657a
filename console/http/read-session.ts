import type { Session } from './session.js';

/**
 * The session as the desk has it, or null when there is none. Whether there is one is asked where everybody may ask, so
 * that whoever comes to the door is refused nothing.
 */
export async function readSession(): Promise<Session | null> {
  const door = await fetch('/auth/info', { headers: { accept: 'application/json' } });
  if (door.ok && !((await door.json()) as { signedIn: boolean }).signedIn) return null;
  const response = await fetch('/v1/session', { headers: { accept: 'application/json' } });
  return response.ok ? ((await response.json()) as Session) : null;
}
