import { answerOf } from './answer.js';
import type { Session } from './session.js';

/**
 * The session as the desk has it, or null when there is none. Whether there is one is asked where everybody may ask, so
 * that whoever comes to the door is refused nothing.
 */
export async function readSession(): Promise<Session | null> {
  const door = await fetch('/auth/info', { headers: { accept: 'application/json' } });
  if (door.ok && !(await answerOf<{ signedIn: boolean }>(door)).signedIn) return null;
  const response = await fetch('/v1/session', { headers: { accept: 'application/json' } });
  return response.ok ? answerOf<Session>(response) : null;
}
